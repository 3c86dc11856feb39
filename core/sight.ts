/** What a vantage saw while it could see at all: the rest says nothing about the targets. */

import type { Look, Observation } from './observation.ts';
import { type Seen, seenIn } from './opinion.ts';

/**
 * What a vantage asked while it could not see even the references says nothing about the targets.
 * What is asked again in the same round is another moment, in which it may see: of the references,
 * only those are asked again that failed.
 */
export function sightedOnly(looks: readonly Look[], all: readonly Seen[]): readonly Seen[] {
  const moments = new Map<string, boolean>();
  for (const look of looks) {
    const references = look.observations.filter(isReference);
    if (references.length === 0) continue;
    const sighted = references.some((o) => o.finding.is === 'up');
    const moment = momentOf(look, look.pass === 3);
    moments.set(moment, (moments.get(moment) ?? false) || sighted);
  }
  const blind = looks.filter((look) => {
    const sawAgain = look.pass === 3 && moments.get(momentOf(look, true)) === true;
    return moments.get(momentOf(look, false)) === false && !sawAgain;
  });
  return blind.length === 0 ? all : seenIn(looks.filter((look) => !blind.includes(look)));
}

export function isReference({ subject }: Observation): boolean {
  return subject.kind === 'control' && subject.control === 'reference';
}

function momentOf({ vantage, slot }: Look, again: boolean): string {
  return `${vantage} ${slot} ${again}`;
}
