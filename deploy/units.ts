/** Of what tables keep of rounds: how many bytes, and how many units are paid to read and write them. */

import type { Watch } from '../core/watch.ts';
import { counted, countedRound } from './counted.ts';
import { questionsOf } from './monthly.ts';
import type { Shape } from './shape.ts';

/** DynamoDB, "Read and write request units": by these sizes, rounded up. */
const unitBytes = { read: 4_096, write: 1_024 };
/** Names and values of the attributes beside the packed look. */
const keyBytes = 90;

export function lookBytes(watch: Watch): number {
  return keyBytes + (questionsOf(watch) / counted.questions) * countedRound.lookBytes;
}

/** Everything that all vantages saw within `ms`. */
export function seenBytes(watch: Watch, ms: number, shape: Shape): number {
  const vantages = shape.functions.filter(({ name }) => name === 'probe').length;
  return (ms / watch.policy.roundMs) * vantages * lookBytes(watch);
}

/** A read that may lag costs half a unit. */
export function readUnits(bytes: number): number {
  return Math.ceil(bytes / unitBytes.read) / 2;
}

export function writeUnits(bytes: number): number {
  return Math.ceil(bytes / unitBytes.write);
}
