/** What one vantage makes of its own answers about one probe: only an unbroken streak counts. */

import type { Instant, Vantage } from './names.ts';
import type { Look, Observation } from './observation.ts';
import type { Is, Opinion } from './picture.ts';
import type { Policy } from './watch.ts';

/** An observation with the round it belongs to. */
export interface Seen extends Observation {
  readonly slot: Instant;
}

export function seenIn(looks: readonly Look[]): readonly Seen[] {
  return looks.flatMap(({ slot, observations }) => observations.map((o) => ({ ...o, slot })));
}

/** When an answer was in: its age is counted from here, so that a slow failure is not stale. */
export function answeredAt(seen: Observation): Instant {
  return (seen.at + seen.tookMs) as Instant;
}

/** `seen`: one probe, one vantage, in any order. */
export function opinionOf(
  vantage: Vantage,
  seen: readonly Seen[],
  policy: Policy,
  at: Instant,
): Opinion {
  const newestFirst = seen.toSorted((a, b) => b.at - a.at);
  const [newest] = newestFirst;
  if (newest === undefined || at - answeredAt(newest) > policy.freshMs) {
    return { vantage, is: 'unsure', latest: 'unsure' };
  }
  const latest = newest.finding.is;
  const broken = newestFirst.findIndex((s) => s.finding.is !== latest);
  const streak = broken === -1 ? newestFirst : newestFirst.slice(0, broken);
  const is: Is = holds(latest, streak, policy) ? latest : 'unsure';
  return {
    vantage,
    is,
    latest,
    at: newest.at,
    since: streak.at(-1)?.at ?? newest.at,
    ...reasonOf(newest),
  };
}

function holds(is: Is, streak: readonly Seen[], policy: Policy): boolean {
  switch (is) {
    case 'up':
      return streak.length >= policy.upStreak;
    case 'down': {
      // Failures of one round may share one cause that is gone in the next.
      const rounds = new Set(streak.map((s) => s.slot)).size;
      return streak.length >= policy.downStreak && rounds >= 2;
    }
    case 'unsure':
      return false;
  }
}

function reasonOf({ finding }: Seen): Pick<Opinion, 'why' | 'phase'> {
  switch (finding.is) {
    case 'up':
      return {};
    case 'down':
      return { why: finding.why, phase: finding.phase };
    case 'unsure':
      return { why: finding.why };
  }
}

/** Several probes of one service, one vantage: down if any says so, up if all do. */
export function together(vantage: Vantage, opinions: readonly Opinion[]): Opinion {
  const down = opinions.find((o) => o.is === 'down');
  if (down !== undefined) return down;
  const doubtful = opinions.find((o) => o.is === 'unsure');
  if (doubtful !== undefined) {
    return { ...doubtful, latest: worstOf(opinions), ...oldestOf(opinions) };
  }
  const [first] = opinions;
  return first
    ? { ...first, ...oldestOf(opinions), ...youngestOf(opinions) }
    : { vantage, is: 'unsure', latest: 'unsure' };
}

function worstOf(opinions: readonly Opinion[]): Is {
  const all = opinions.map((o) => o.latest);
  return all.includes('down') ? 'down' : all.includes('unsure') ? 'unsure' : 'up';
}

/** All of them have been up since the last of them came up. */
function youngestOf(opinions: readonly Opinion[]): Pick<Opinion, 'since'> {
  const times = opinions.flatMap(({ since }) => since ?? []);
  const since = times.toSorted((a, b) => b - a)[0];
  return since === undefined ? {} : { since };
}

/** Together they are as old as the oldest of them. */
function oldestOf(opinions: readonly Opinion[]): Pick<Opinion, 'at'> {
  const times = opinions.flatMap(({ at }) => at ?? []);
  const at = times.toSorted((a, b) => a - b)[0];
  return at === undefined ? {} : { at };
}
