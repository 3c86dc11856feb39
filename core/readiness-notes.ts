/** What an approver should know of a move that nothing stands against, as of when it could be read. */

import type { Instant, ServiceName, Side } from './names.ts';
import type { KeptReadiness, Readiness } from './readiness.ts';
import { utcDay } from './telling/words.ts';

export interface Note {
  readonly service: ServiceName;
  readonly from?: Side;
  /** With the time it was read at: the region may have been dark ever since. */
  readonly text: string;
}

export function notesOf({ at, checks }: Readiness): readonly Note[] {
  return checks.flatMap(({ service, from, finding, known }): Note[] => {
    const told = finding.is === 'fine' ? noted(finding.note, at) : known;
    if (told === undefined) return [];
    const text = `${service}, as of ${utcDay(told.at)}: ${told.note}`;
    return [{ service, ...(from && { from }), text }];
  });
}

/** What cannot be read now was read before: the last time counts, however long ago. */
export function withKnown(now: Readiness, before: KeptReadiness): Readiness {
  if (before.is !== 'kept') return now;
  const { at, checks: had } = before.readiness;
  const checks = now.checks.map((one) => {
    if (one.finding.is !== 'unsure') return one;
    const same = had.find(({ service, check }) => service === one.service && check === one.check);
    const known = same?.finding.is === 'fine' ? noted(same.finding.note, at) : same?.known;
    return known === undefined ? one : { ...one, known };
  });
  return { ...now, checks };
}

function noted(note: string | undefined, at: Instant) {
  return note === undefined ? undefined : { at, note };
}
