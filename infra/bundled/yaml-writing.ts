/** No deployed function writes YAML; it reads the watch file. */

function leftOut(): never {
  throw new Error('writing YAML is left out of deployed functions: see infra/bundle.ts');
}

export {
  leftOut as createStringifyContext,
  leftOut as stringifyCollection,
  leftOut as stringifyDocument,
  leftOut as stringifyNumber,
  leftOut as stringifyPair,
  leftOut as stringifyString,
};
