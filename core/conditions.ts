/** What a person should know that is not an outage: told when it begins and when it ends. */

import type { Album } from './album.ts';
import type { Instant } from './names.ts';
import { other } from './names.ts';
import { planes } from './observation.ts';
import { answeredAt, type Seen } from './opinion.ts';
import type { Condition, Picture, ServiceVerdict } from './picture.ts';
import type { Watch } from './watch.ts';

type Drawn = Omit<Picture, 'conditions'>;

/** `all` is everything seen, `seen` only what counts (see `judge`). Sorted by key. */
export function conditionsOf(
  picture: Drawn,
  all: readonly Seen[],
  seen: Album,
  watch: Watch,
): readonly Condition[] {
  const drawn: readonly Condition[] = [
    ...blind(picture, all, watch),
    ...ours(picture, seen.all, watch),
    ...darkPlanes(picture, watch),
    ...picture.services.flatMap((verdict) => ofService(picture, verdict, seen, watch)),
  ];
  return drawn.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function ofService(
  picture: Drawn,
  verdict: ServiceVerdict,
  seen: Album,
  watch: Watch,
): readonly Condition[] {
  const asks = windowOf(picture, verdict, seen, watch);
  const flaps = flapping(verdict, asks, watch);
  // One advice is enough: what comes and goes as a whole is not also a share of failures.
  const weak = flaps.length > 0 ? [] : degraded(picture, verdict, asks, watch);
  return [
    ...lifeboat(picture, verdict, watch),
    ...alone(picture, verdict, watch),
    ...flaps,
    ...weak,
  ];
}

function where({ service, side }: ServiceVerdict, watch: Watch): string {
  return `${service} in ${watch.regions[side]}`;
}

/** Not before every vantage had the time to report once. */
function blind(picture: Drawn, all: readonly Seen[], watch: Watch): readonly Condition[] {
  const { policy, vantages, quorum } = watch;
  const first = Math.min(...all.map((s) => s.at));
  if (picture.at - first < policy.freshMs + policy.roundMs) return [];
  const lost = vantages.filter((vantage) => !picture.seeing.includes(vantage));
  const each = lost.map((vantage): Condition => {
    const reports = all.some(
      (s) => s.vantage === vantage && picture.at - answeredAt(s) <= policy.freshMs,
    );
    const why = reports ? 'cannot reach even the references' : 'has not reported';
    return { key: `blind:${vantage}`, sort: 'blind', text: `${vantage} ${why}; it abstains` };
  });
  if (picture.seeing.length >= quorum) return each;
  const text = `We are blind: ${picture.seeing.length} of ${vantages.length} vantages see, ${quorum} are needed; nothing is confirmed and nothing is cleared`;
  return [...each, { key: 'blind', sort: 'blind', text }];
}

/** For a round and longer, so that one odd answer, or a change of roles, is not news. */
function ours(picture: Drawn, seen: readonly Seen[], { policy }: Watch): readonly Condition[] {
  // Most of the time nothing is: then there is nothing to lay out.
  const suspects = new Set(seen.filter(isOurs).map((s) => s.probe));
  const probes = Map.groupBy(
    seen.filter((s) => suspects.has(s.probe)),
    (s) => s.probe,
  );
  return [...probes].flatMap(([probe, of]) => {
    const guilty = [...Map.groupBy(of, (s) => s.vantage).values()].flatMap((mine) =>
      faultOf(mine, policy.roundMs, (newest) => picture.at - answeredAt(newest) <= policy.freshMs),
    );
    const [why] = guilty;
    if (why === undefined) return [];
    const text = `${probe} fails by our own fault: ${why}`;
    return [{ key: `ours:${probe}`, sort: 'ours', text }];
  });
}

/** Why, when the newest answers of one vantage are our own fault and have been for `lastingMs`. */
function faultOf(
  mine: readonly Seen[],
  lastingMs: number,
  isFresh: (newest: Seen) => boolean,
): readonly string[] {
  const newestFirst = mine.toSorted((a, b) => b.at - a.at);
  const [newest] = newestFirst;
  if (newest?.finding.is !== 'unsure' || !isFresh(newest)) return [];
  const good = newestFirst.findIndex((s) => !isOurs(s));
  const oldest = good === -1 ? newestFirst.at(-1) : newestFirst[good - 1];
  return oldest !== undefined && isOurs(newest) && newest.at - oldest.at >= lastingMs
    ? [newest.finding.why]
    : [];
}

function isOurs({ finding }: Seen): boolean {
  return finding.is === 'unsure' && finding.whose === 'ours';
}

function darkPlanes(picture: Drawn, { vantages }: Watch): readonly Condition[] {
  const names = { entra: 'Entra', arm: 'Azure Resource Manager', 'azure-dns': 'Azure DNS' };
  return planes.flatMap((plane) => {
    const { is, opinions } = picture.controls[plane];
    if (is !== 'down') return [];
    const votes = opinions.filter((o) => o.is === 'down').length;
    const text = `${names[plane]} is down from ${votes} of ${vantages.length} vantages; it is global, so no region is blamed`;
    return [{ key: `plane:${plane}`, sort: 'plane', text }];
  });
}

/** The passive side confirmed down: there is nowhere to move to. */
function lifeboat(picture: Drawn, verdict: ServiceVerdict, watch: Watch): readonly Condition[] {
  const active = picture.active[verdict.service];
  if (verdict.is !== 'down' || active === undefined || verdict.side !== other(active)) return [];
  const text = `The standby is down: ${where(verdict, watch)}; a move could not land there`;
  return [{ key: `lifeboat:${verdict.service}/${verdict.side}`, sort: 'lifeboat', text }];
}

/** Fewer than the quorum, for long: told, never swallowed. */
function alone(picture: Drawn, verdict: ServiceVerdict, watch: Watch): readonly Condition[] {
  const down = verdict.opinions.filter((o) => o.is === 'down');
  const long = down.filter((o) => picture.at - (o.since ?? picture.at) >= watch.policy.aloneMs);
  if (verdict.is === 'down' || long.length === 0) return [];
  const from = long.map((o) => o.vantage).join(', ');
  const text = `${where(verdict, watch)} fails from ${from} only (${down.length} of ${watch.vantages.length}, ${watch.quorum} confirm): ${long[0]?.why ?? ''}`;
  return [{ key: `alone:${verdict.service}/${verdict.side}`, sort: 'alone', text }];
}

function isDown({ finding }: Seen): boolean {
  return finding.is === 'down';
}

/** Rounds lost as a whole by the quorum, with good rounds between them. */
const flapsMin = 3;

function flapping(
  verdict: ServiceVerdict,
  asks: readonly Seen[],
  watch: Watch,
): readonly Condition[] {
  if (!asks.some(isDown)) return [];
  const slots = [...Map.groupBy(asks, (s) => s.slot)]
    .toSorted(([a], [b]) => a - b)
    .map(([, of]) => lost(of, watch));
  const flaps = slots.filter((is, at) => is && slots[at + 1] === false).length;
  if (flaps < flapsMin || verdict.is === 'down') return [];
  const text = `${where(verdict, watch)} is flapping: lost and back ${flaps} times in ${minutes(watch.policy.windowMs)}`;
  return [{ key: `flapping:${verdict.service}/${verdict.side}`, sort: 'flapping', text }];
}

/** Every vantage that looked, and at least the quorum of them, lost this round, asked twice. */
function lost(round: readonly Seen[], { quorum }: Watch): boolean {
  const vantages = [...Map.groupBy(round, (s) => s.vantage).values()];
  const failed = vantages.filter((of) =>
    [...Map.groupBy(of, (s) => s.probe).values()].some(
      (asks) => asks.length >= 2 && asks.every(isDown),
    ),
  );
  return failed.length >= quorum && failed.length === vantages.length;
}

/** Fewer asks than this over the window prove nothing. */
const asksMin = 15;

function degraded(
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
  const text = `${where(verdict, watch)} is degraded: ${Math.round(share * 100)} % of ${counted.length} asks failed and good answers took up to ${(p95Ms / 1000).toFixed(1)} s (p95) in ${minutes(policy.windowMs)}; this confirms nothing by itself`;
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

function windowOf(
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
