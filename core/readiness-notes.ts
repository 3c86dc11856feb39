/** What an approver should know of a move that nothing stands against, as of when it could be read. */

import type { Instant, ServiceName, Side } from './names.ts';
import type { Checked, KeptReadiness, Known, Readiness } from './readiness.ts';
import { utcDay } from './telling/words.ts';

export interface Note {
  readonly service: ServiceName;
  readonly from?: Side;
  /** With the time it was read at: the region may have been dark ever since. */
  readonly text: string;
}

export function notesOf({ at, checks }: Readiness): readonly Note[] {
  return checks.flatMap((checked): Note[] => {
    const { service, from } = checked;
    const told = known(checked, at);
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
    const last = same && known(same, at);
    return last === undefined ? one : { ...one, known: last };
  });
  return { ...now, checks };
}

/** `at`: when it was checked. */
export function known({ finding, known: before }: Checked, at: Instant): Known | undefined {
  if (finding.is !== 'fine') return before;
  const { note, stake } = finding;
  return note === undefined ? undefined : { at, note, ...(stake && { stake }) };
}
