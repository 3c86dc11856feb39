/** The lines of a card about readiness: the result, and when it was found. */

import type { Instant } from './names.ts';
import { isStale, type KeptReadiness, unreadyOf, warningsOf } from './readiness.ts';
import { counted, took, utcDay } from './telling/words.ts';

export interface ReadinessSummary {
  /** `fails`: some move is refused. `warns`: none is, and something deserves a look. */
  readonly is: 'fine' | 'warns' | 'fails';
  readonly ageMs: number | undefined;
  /** The first says it in one sentence; the others name what is not fine. */
  readonly lines: readonly string[];
}

/** How many sentences a card can bear. */
const linesMax = 5;

/** Times are absolute, so that a card need not be redrawn because the result grows older. */
export function summaryOf(kept: KeptReadiness, at: Instant): ReadinessSummary {
  if (kept.is === 'never') return unknown('Readiness was never checked.');
  if (kept.is === 'unreadable') return unknown(`Readiness is not known: ${kept.why}.`);
  const { readiness } = kept;
  const ageMs = at - readiness.at;
  const checked = `Readiness, checked ${utcDay(readiness.at)}`;
  if (isStale(readiness, at)) {
    const line = `${checked}, is stale: no check for more than ${took(ageMs - (ageMs % 3_600_000))}.`;
    return { is: 'warns', ageMs, lines: [line] };
  }
  const failing = unreadyOf(kept, at).map(({ service, why }) => `${service}: ${why}`);
  const warnings = warningsOf(readiness);
  const found = [
    ...(failing.length > 0 ? [`${counted(failing.length, 'failure')}`] : []),
    ...(warnings.length > 0 ? [`${counted(warnings.length, 'warning')}`] : []),
  ];
  const result = found.length === 0 ? 'all is in order' : found.join(' and ');
  const is = failing.length > 0 ? 'fails' : warnings.length > 0 ? 'warns' : 'fine';
  return { is, ageMs, lines: [`${checked}: ${result}.`, ...shortened([...failing, ...warnings])] };
}

function unknown(line: string): ReadinessSummary {
  return { is: 'warns', ageMs: undefined, lines: [line] };
}

function shortened(lines: readonly string[]): readonly string[] {
  const rest = lines.length - linesMax;
  return rest > 0 ? [...lines.slice(0, linesMax), `and ${rest} more`] : lines;
}
