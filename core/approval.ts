/** The words of an approval that are sealed: what the answer function signs and failover verifies. */

import type { Digest, Instant, Person, WatchName } from './names.ts';

/** `despite`: the word typed by one who approved although the judges could not confirm. */
export function approvalText(approval: {
  readonly watch: WatchName;
  readonly incident: number;
  readonly digest: Digest;
  readonly offer: number;
  readonly by: Person;
  readonly via: string;
  readonly at: Instant;
  readonly despite?: string | undefined;
}): string {
  const { watch, incident, digest, offer, by, via, at, despite } = approval;
  // A list has one spelling; an object would have as many as it has orders of keys.
  return JSON.stringify([
    'farwatch approval 1',
    watch,
    incident,
    digest,
    offer,
    by,
    via,
    at,
    despite ?? null,
  ]);
}
