/** What a person should know that is not an outage: told when it begins and when it ends. */

import type { Album } from './album.ts';
import { brokenChains } from './chain.ts';
import { other } from './names.ts';
import { planes } from './observation.ts';
import { answeredAt, type Seen } from './opinion.ts';
import type { Condition, Drawn, ServiceVerdict } from './picture.ts';
import { adrift } from './posture.ts';
import { placeOf, serves, servingOf, type Watch } from './watch.ts';
import { degraded, flapping, windowOf } from './weakness.ts';

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
    ...movedByItself(picture, watch),
    ...brokenChains(picture, watch),
    ...adrift(picture, seen, watch),
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
  // A chain is tested too rarely for that, and has a condition of its own.
  const asked = seen.filter((s) => s.subject.kind !== 'chain' && s.subject.kind !== 'posture');
  const suspects = new Set(asked.filter(isOurs).map((s) => s.probe));
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

/** Traffic Manager probes by itself, people and pipelines change records: who stayed behind is told. */
function movedByItself({ pointings, advice }: Drawn, watch: Watch): readonly Condition[] {
  const known = new Map(watch.services.map((one) => [one.name, servingOf(one, advice)]));
  const led = pointings.flatMap(({ service, active }) =>
    active !== 'unsure' && !serves(known.get(service) ?? 'both', active)
      ? [{ service, active }]
      : [],
  );
  return led.map(({ service, active }): Condition => {
    const [here, there] = [watch.regions[other(active)], watch.regions[active]];
    const stayed = watch.services
      .map(({ name }) => name)
      .filter((name) => known.get(name) === other(active))
      .filter((name) => !led.some((one) => one.service === name));
    const behind = stayed.length === 0 ? '' : `; ${stayed.join(', ')} stayed in ${here}`;
    const text = `${service} has moved to ${there} without us${behind}`;
    return { key: `moved:${service}`, sort: 'moved', text };
  });
}

/** The passive side confirmed down: there is nowhere to move to. */
function lifeboat(picture: Drawn, verdict: ServiceVerdict, watch: Watch): readonly Condition[] {
  const active = picture.active[verdict.service];
  if (verdict.is !== 'down' || active === undefined || serves(active, verdict.side)) return [];
  const text = `The standby is down: ${placeOf(verdict, watch)}; a move could not land there`;
  return [{ key: `lifeboat:${verdict.service}/${verdict.side}`, sort: 'lifeboat', text }];
}

/** Fewer than the quorum, for long: told, never swallowed. */
function alone(picture: Drawn, verdict: ServiceVerdict, watch: Watch): readonly Condition[] {
  const down = verdict.opinions.filter((o) => o.is === 'down');
  const long = down.filter((o) => picture.at - (o.since ?? picture.at) >= watch.policy.aloneMs);
  if (verdict.is === 'down' || long.length === 0) return [];
  const from = long.map((o) => o.vantage).join(', ');
  const text = `${placeOf(verdict, watch)} fails from ${from} only (${down.length} of ${watch.vantages.length}, ${watch.quorum} confirm): ${long[0]?.why ?? ''}`;
  return [{ key: `alone:${verdict.service}/${verdict.side}`, sort: 'alone', text }];
}
