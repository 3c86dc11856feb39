/** Packs texts small, and unpacks only what is one and not too large. */

import { isNativeError } from 'node:util/types';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export function pack(text: string): Buffer {
  return deflateRawSync(text, { level: 9 });
}

/** Undefined for bytes that are damaged, or unpack to more than `bytesMax`. */
export function unpack(bytes: Uint8Array, bytesMax: number): string | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: bytesMax }).toString('utf8');
  } catch (error) {
    // zlib names what is wrong with data by a code; anything else is a fault of ours.
    if (isNativeError(error) && 'code' in error) return undefined;
    throw error;
  }
}
