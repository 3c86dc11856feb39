/** No deployed function draws a JSON schema of a file; `farwatch schema` does. */

function leftOut(): never {
  throw new Error('JSON schemas are left out of deployed functions: see infra/bundle.ts');
}

export {
  leftOut as allProcessors,
  leftOut as createStandardJSONSchemaMethod,
  leftOut as createToJSONSchemaMethod,
  leftOut as extractDefs,
  leftOut as finalize,
  leftOut as initializeContext,
  leftOut as processSchema,
  leftOut as toJSONSchema,
};
