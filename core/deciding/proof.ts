/** What the vantages say of a move under way: the source's first sign of life, and the proof. */

import { activeAfter, type Carried, carriedOver, owedSteps } from '../carrying.ts';
import { goneChains, unprovenChains } from '../chain.ts';
import type { Rulebook } from '../decide.ts';
import type { Fact } from '../fact.ts';
import type { Instant, ServiceName, Side } from '../names.ts';
import { later } from '../names.ts';
import { showsLife } from '../outage.ts';
import type { Picture } from '../picture.ts';
import { servesAfter, servingAfter } from '../plan.ts';

type Facts = readonly Fact[];

export function signOfLife(incident: Carried, picture: Picture, at: Instant): Facts {
  const { cause, sourceBackAt } = incident;
  if (sourceBackAt !== undefined || owedSteps(incident).length === 0) return [];
  if (cause.is !== 'outage' || !showsLife(picture, cause.outage)) return [];
  return [{ kind: 'sourceBack', at, side: cause.outage.side }];
}

/** The last word on a move: what the vantages see, later than its last step. */
export function proof(
  incident: Carried,
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  if (incident.stage !== 'moving' || incident.movedAt === undefined) return [];
  const { plan, movedAt } = incident;
  const side = servesAfter(plan);
  // What a person skipped is theirs to see to: it would never be seen to land.
  const missing = carriedOver(incident).filter((name) => {
    const pointing = picture.pointings.find((p) => p.service === name);
    const votes = pointing?.votes.filter((v) => v.whole && v.side === side && v.at > movedAt);
    // Where both serve, either may be the nearest.
    const pointed =
      pointing === undefined ||
      servingAfter(plan, name) === 'both' ||
      (votes?.length ?? 0) >= watch.quorum;
    return !pointed || answered(picture, name, side, movedAt) < watch.quorum;
  });
  // Receivers that stayed take up nothing: of a move of the traffic alone no document is asked for.
  const spared = incident.withoutChain || plan.trafficOnly !== undefined;
  const chains = spared ? [] : unprovenChains(watch, picture, movedAt);
  const why = [
    ...(missing.length === 0
      ? []
      : [`not seen from outside in time: ${missing.join(', ')} in ${watch.regions[side]}`]),
    ...chains.map((chain) => `not gone by a test document in time: ${chain}`),
  ].join('; ');
  if (why !== '') {
    const late = at - movedAt >= watch.rules.proveMs;
    const chainOnly = missing.length === 0 ? { chainOnly: true as const } : {};
    return late ? [{ kind: 'held', at, step: undefined, why, ...chainOnly }] : [];
  }
  const gone = goneChains(watch, picture, movedAt);
  const proven: Fact = {
    ...{ kind: 'proven', at, active: activeAfter(incident) },
    ...(gone.length > 0 && { gone }),
  };
  return owedSteps(incident).length > 0 ? [proven] : [proven, ending(incident, watch, at)];
}

/** Vantages whose latest answer is good, and was asked for after `since`. */
function answered(picture: Picture, name: ServiceName, side: Side, since: Instant): number {
  const verdict = picture.services.find((v) => v.service === name && v.side === side);
  const good = verdict?.opinions.filter((o) => o.latest === 'up' && (o.at ?? since) > since);
  return good?.length ?? 0;
}

/** The quiet period is keyed on completion, so that it never blocks an unfinished move. */
export function ending(
  { plan, quietUntil }: Carried,
  { rules }: Rulebook['watch'],
  at: Instant,
): Fact {
  // What was only put as it should be has moved nothing, and what stayed behind its traffic is lost
  // still: it is asked at once.
  const rests = plan.move === 'align' || plan.trafficOnly !== undefined;
  const until = rests ? quietUntil : later(at, rules.quietMs);
  return { kind: 'over', at, outcome: 'moved', quietUntil: until };
}
