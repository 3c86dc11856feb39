/** Where a journal ended on some day, kept where nobody can change it: who rewrites it all is found out. */

import type { Instant, WatchName } from './names.ts';

export interface Anchor {
  readonly watch: WatchName;
  readonly incident: number;
  readonly seq: number;
  /** Of the last entry then, and so of everything before it. */
  readonly hash: string;
  readonly at: Instant;
}

export interface Anchors {
  /** One for each watch and day in UTC; the first one of a day stays. */
  keep(anchor: Anchor): Promise<'kept' | 'there'>;
  /** The oldest first. */
  all(watch: WatchName): Promise<readonly Anchor[]>;
}

/** `2026-03-01`: the day an anchor stands for. */
export function dayOf({ at }: Pick<Anchor, 'at'>): string {
  return new Date(at).toISOString().slice(0, 10);
}
