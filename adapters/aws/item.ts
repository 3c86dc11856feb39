/** Reads attributes of an item of DynamoDB: there and of the right type, or not at all. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

export function textIn(item: Item, name: string): string | undefined {
  return item[name]?.S;
}

/** Whole and safe; DynamoDB itself keeps 38 digits. */
export function numberIn(item: Item, name: string): number | undefined {
  const text = item[name]?.N;
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function bytesIn(item: Item, name: string): Uint8Array | undefined {
  return item[name]?.B;
}

/**
 * As DynamoDB counts towards its 400 KB: names and values in UTF-8; a number takes at most 21
 * bytes. (Developer Guide, "DynamoDB item sizes and formats".)
 */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, { S, B }]) => {
    const value = S === undefined ? (B?.byteLength ?? 21) : Buffer.byteLength(S);
    return sum + Buffer.byteLength(name) + value;
  }, 0);
}
