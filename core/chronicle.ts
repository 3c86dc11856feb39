/** The open incident's entries, each chained to the one before it by a hash from the first on. */

import type { Fact } from './fact.ts';
import type { WatchName } from './names.ts';
import type { Digester } from './ports.ts';

/** Where a stream ends. Incident 1 begins after `{ incident: 1, seq: 0, hash: '' }`. */
export interface Head {
  readonly incident: number;
  /** The number of entries of this incident so far. */
  readonly seq: number;
  /** Of the last entry, of this incident or the one before; empty before the first. */
  readonly hash: string;
}

/** One append, as stored: all of its facts were kept at once. */
export interface Entry {
  readonly watch: WatchName;
  readonly incident: number;
  /** From 1. */
  readonly seq: number;
  readonly facts: readonly Fact[];
  readonly before: string;
  readonly hash: string;
}

export interface Chronicle {
  readonly entries: readonly Entry[];
  readonly head: Head;
}

export const beginning: Head = { incident: 1, seq: 0, hash: '' };

/** The entry that would follow `head`. An `opened` fact begins the incident it names. */
export function link(
  watch: WatchName,
  head: Head,
  facts: readonly Fact[],
  digest: Digester,
): Entry {
  const opened = facts.find((fact) => fact.kind === 'opened');
  const incident = opened?.incident ?? head.incident;
  const seq = incident === head.incident ? head.seq + 1 : 1;
  const body = { watch, incident, seq, facts, before: head.hash };
  return { ...body, hash: digest(JSON.stringify(body)) };
}

export function headOf(entry: Entry): Head {
  return { incident: entry.incident, seq: entry.seq, hash: entry.hash };
}

/** Whether the entries are the ones that were written, in the order they were written. */
export function unbroken(entries: readonly Entry[], digest: Digester): boolean {
  return entries.every(({ hash, ...body }, at) => {
    const follows = at === 0 || entries[at - 1]?.hash === body.before;
    return follows && digest(canonical(body)) === hash;
  });
}

/** The bytes that were hashed, whatever order a store gave the keys back in. */
function canonical({ watch, incident, seq, facts, before }: Omit<Entry, 'hash'>): string {
  return JSON.stringify({ watch, incident, seq, facts, before });
}

export function factsOf(entries: readonly Entry[]): readonly Fact[] {
  return entries.flatMap((entry) => entry.facts);
}
