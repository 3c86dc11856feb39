/** What is neither up nor down over a longer window: brown-outs with their numbers, and flapping. */

import type { Album } from './album.ts';
import type { Instant } from './names.ts';
import type { Seen } from './opinion.ts';
import type { Condition, Drawn, ServiceVerdict } from './picture.ts';
import { placeOf, type Watch } from './watch.ts';

/** Rounds lost as a whole by the quorum, with good rounds between them. */
const flapsMin = 3;

export function flapping(
  verdict: ServiceVerdict,
  asks: readonly Seen[],
  watch: Watch,
): readonly Condition[] {
  if (!asks.some(isDown)) return [];
  const rounds = [...Map.groupBy(asks, (s) => s.slot)]
    .toSorted(([a], [b]) => a - b)
    .map(([, of]) => roundIs(of, watch))
    .filter((is) => is !== 'neither');
  const flaps = rounds.filter((is, at) => is === 'lost' && rounds[at + 1] === 'good').length;
  if (flaps < flapsMin || verdict.is === 'down') return [];
  const text = `${placeOf(verdict, watch)} is flapping: lost and back ${flaps} times in ${minutes(watch.policy.windowMs)}`;
  return [{ key: `flapping:${verdict.service}/${verdict.side}`, sort: 'flapping', text }];
}

/**
 * Lost: by every vantage that looked, asked twice, and by at least the quorum of them. Good: as many
 * saw it up in the end. What is unsure, or not whole yet, is neither: ignorance brings nothing back.
 */
function roundIs(round: readonly Seen[], { quorum }: Watch): 'lost' | 'good' | 'neither' {
  const vantages = [...Map.groupBy(round, (s) => s.vantage).values()].map((of) => [
    ...Map.groupBy(of, (s) => s.probe).values(),
  ]);
  const lost = vantages.filter((probes) =>
    probes.some((asks) => asks.length >= 2 && asks.every(isDown)),
  );
  if (lost.length >= quorum && lost.length === vantages.length) return 'lost';
  const good = vantages.filter((probes) => probes.every((asks) => newest(asks) === 'up'));
  return good.length >= quorum ? 'good' : 'neither';
}

function newest(asks: readonly Seen[]): Seen['finding']['is'] | undefined {
  return asks.toSorted((a, b) => b.at - a.at)[0]?.finding.is;
}

/** Fewer asks than this over the window prove nothing. */
const asksMin = 15;

export function degraded(
  picture: Drawn,
  verdict: ServiceVerdict,
  asks: readonly Seen[],
  watch: Watch,
): readonly Condition[] {
  const { policy } = watch;
  if (asks.every((s) => !isDown(s) && s.tookMs < policy.slowMs)) return [];
  const first = Math.min(...asks.map((s) => s.at));
  const young = picture.at - first < policy.windowMs / 2;
  if (verdict.is === 'down' || asks.length < asksMin || young) return [];

  const counted = withoutOutages(asks, policy.downStreak);
  const share = counted.filter(isDown).length / Math.max(1, counted.length);
  const p95Ms = percentile95(counted.filter((s) => s.finding.is === 'up').map((s) => s.tookMs));
  if (share < policy.degradedShare && p95Ms < policy.slowMs) return [];
  const text = `${placeOf(verdict, watch)} is degraded: ${Math.round(share * 100)} % of ${counted.length} asks failed and good answers took up to ${(p95Ms / 1000).toFixed(1)} s (p95) in ${minutes(policy.windowMs)}; this confirms nothing by itself`;
  return [{ key: `degraded:${verdict.service}/${verdict.side}`, sort: 'degraded', text }];
}

/** An outage has been told as one; its failures do not count again as a bad share. */
function withoutOutages(asks: readonly Seen[], downStreak: number): readonly Seen[] {
  const lines = Map.groupBy(asks, (s) => `${s.vantage} ${s.probe}`);
  return [...lines.values()].flatMap((line) => {
    const runs: Seen[][] = [];
    for (const s of line.toSorted((a, b) => a.at - b.at)) {
      const run = runs.at(-1);
      if (run?.[0]?.finding.is === s.finding.is) run.push(s);
      else runs.push([s]);
    }
    return runs.filter((run) => run[0]?.finding.is !== 'down' || run.length <= downStreak).flat();
  });
}

/** What one service of one side answered within the window. */
export function windowOf(
  picture: Drawn,
  { service, side }: ServiceVerdict,
  seen: Album,
  { policy }: Watch,
): readonly Seen[] {
  const from = (picture.at - policy.windowMs) as Instant;
  return seen.about({ kind: 'service', service, side }).filter((s) => s.at >= from);
}

function percentile95(sorted: readonly number[]): number {
  const ascending = sorted.toSorted((a, b) => a - b);
  return ascending[Math.floor(ascending.length * 0.95)] ?? 0;
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}

function isDown({ finding }: Seen): boolean {
  return finding.is === 'down';
}
