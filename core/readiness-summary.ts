/** What a card says of readiness: in one sentence, and what is not as it should be below it. */

import type { Instant } from './names.ts';
import {
  type About,
  type Concern,
  concerns,
  isStale,
  type KeptReadiness,
  type Readiness,
  type Reservation,
  reservationsOf,
  unreadyOf,
} from './readiness.ts';
import { notesOf } from './readiness-notes.ts';
import { counted, utc, utcDay } from './telling/words.ts';

export interface ReadinessSummary {
  /** `fails`: the move is refused. `unsure`: nobody can tell, also because nobody asked lately. */
  readonly is: 'fine' | 'warns' | 'unsure' | 'fails';
  readonly ageMs: number | undefined;
  /** The first says it in one sentence; the others name what is not fine. */
  readonly lines: readonly string[];
}

/** How many sentences a card can bear. */
const linesMax = 4;

/**
 * `about`: the move; absent, any move of the watch. As it is at the moment that is told of: "12 min before" stays true however long a card is looked at,
 * so that it need not be redrawn.
 */
export function summaryOf(kept: KeptReadiness, at: Instant, about?: About): ReadinessSummary {
  const isAbout = (one: Concern) => about === undefined || concerns(one, about);
  if (kept.is === 'never') return unknown('Readiness was never checked.');
  if (kept.is === 'unreadable') return unknown(`Readiness is not known: ${kept.why}.`);
  const { readiness } = kept;
  const ageMs = at - readiness.at;
  const notes = notesOf(readiness)
    .filter(isAbout)
    .map(({ text }) => text);
  if (isStale(readiness, at)) {
    const line = `Readiness is stale: last checked ${utcDay(readiness.at)}, ${before(ageMs)}.`;
    return { is: 'unsure', ageMs, lines: [line, ...notes] };
  }
  const failing = unreadyOf(kept, at);
  const refused = failing.filter(isAbout);
  const elsewhere = failing.filter((one) => !isAbout(one));
  const reserved = reservationsOf(readiness).filter(isAbout);
  const { is, told } = verdictOf(refused.length, reserved, readiness.preflight.is);
  const first = `Readiness checked ${utc(readiness.at)}, ${before(ageMs)}: ${told}.`;
  const lines = [
    ...refused.map(({ service, why }) => `${service}: ${why}`),
    ...reserved.map(({ service, why }) => (service === undefined ? why : `${service}: ${why}`)),
    ...elsewhere.map(({ service, why }) => `another move would fail: ${service}: ${why}`),
  ];
  return { is, ageMs, lines: [first, ...shortened([...new Set(lines)]), ...notes] };
}

function verdictOf(
  failing: number,
  reserved: readonly Reservation[],
  preflight: Readiness['preflight']['is'],
): { readonly is: ReadinessSummary['is']; readonly told: string } {
  const unsure = reserved.filter(({ is }) => is === 'unsure').length;
  const warnings = counted(reserved.length - unsure, 'warning');
  if (failing > 0) return { is: 'fails', told: `would fail, ${counted(failing, 'reason')}` };
  if (unsure > 0) {
    return { is: 'unsure', told: `may work, ${counted(unsure, 'thing')} could not be told` };
  }
  if (reserved.length > 0) return { is: 'warns', told: `would work, with ${warnings}` };
  return preflight === 'unasked'
    ? { is: 'fine', told: 'nothing stands in the way; failover itself was not asked' }
    : { is: 'fine', told: 'would work' };
}

function unknown(line: string): ReadinessSummary {
  return { is: 'unsure', ageMs: undefined, lines: [line] };
}

/** `12 min before`: seconds would be noise. */
function before(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute before';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours === 0 ? `${minutes} min before` : `${hours} h ${rest} min before`;
}

function shortened(lines: readonly string[]): readonly string[] {
  const rest = lines.length - linesMax;
  return rest > 0 ? [...lines.slice(0, linesMax), `and ${rest} more`] : lines;
}
