/** Pipelines of Data Factory as ARM words them, read for what a step and a check have to know. */

export const pipelineVersion = '2018-06-01';

/** Those of the parameters that it does not declare. Source: `PipelineResource` of 2018-06-01. */
export function undeclared(body: unknown, parameters: readonly string[]): readonly string[] {
  const { properties } = Object(body);
  const declared = Object.keys(Object(Object(properties).parameters));
  return parameters.filter((name) => !declared.includes(name));
}
