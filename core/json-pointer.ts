/** Finds one value in a JSON document, by a pointer as RFC 6901 writes it: `/active/region`. */

export type Scalar = string | number | boolean;

export const jsonPointer = /^(?:\/(?:[^~/]|~[01])*)+$/;

/** Undefined where there is nothing, or no plain value. Throws for what is no JSON. */
export function scalarAt(text: string, pointer: string): Scalar | undefined {
  const found = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(within, documentIn(text));
  const isScalar = ['string', 'number', 'boolean'].includes(typeof found);
  return isScalar ? (found as Scalar) : undefined;
}

function documentIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser quotes may be anything.
    throw new Error('the answer is no JSON');
  }
}

function within(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
  return Reflect.get(value, key);
}
