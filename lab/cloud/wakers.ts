/** What everything that wakes functions leans on. */

import type { Deployed } from './deployed.ts';
import type { Fleet } from './fleet.ts';
import type { Rights } from './rights.ts';

export interface DeadLetter {
  /** The function that did not take it. */
  readonly fn: string;
  readonly why: string;
  readonly event: unknown;
}

/** How batches are delivered: AWS may deliver twice, and in any order. */
export type Delivery = (records: readonly unknown[]) => readonly (readonly unknown[])[];

export interface WakerMeans {
  readonly deployed: Deployed;
  readonly fleet: Fleet;
  readonly rights: Rights;
  readonly deliver: Delivery;
  readonly onDeadLetter: (letter: DeadLetter) => void;
}

export interface Waker {
  /** Wakes nobody any more; what is under way goes on. */
  stop(): void;
}

export function roleOf({ deployed }: Pick<WakerMeans, 'deployed'>, arn: string): string {
  const role = deployed.functions.find((fn) => fn.arn === arn)?.role;
  if (role !== undefined) return role;
  throw new Error(`there is no function ${arn}`);
}
