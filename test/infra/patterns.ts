/** Filter patterns of CloudWatch Logs, as far as ours go; others are refused aloud. */

/** Whether a line of a log is counted: `{ ($.code = "a") || ($.code = "b") }`, `{ $.stands = "held" }`. */
export function counts(pattern: string, line: string): boolean {
  const [, inner] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  if (inner === undefined) throw new Error(`no pattern of JSON: ${pattern}`);
  const said: unknown = JSON.parse(line);
  return inner.split(' || ').some((one) => {
    const [, field = '', value] = /^\(?\$\.(\w+) = "([\w-]+)"\)?$/.exec(one) ?? [];
    if (value === undefined) throw new Error(`the tests do not know the pattern ${one}`);
    return typeof said === 'object' && said !== null && Reflect.get(said, field) === value;
  });
}
