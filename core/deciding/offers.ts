/** When a move is offered, why it is not, and what ends an offer. */

import type { Rulebook } from '../decide.ts';
import { draft } from '../draft.ts';
import type { Fact } from '../fact.ts';
import type { Confirmed } from '../incident.ts';
import type { Instant, ServiceName, Side } from '../names.ts';
import { later } from '../names.ts';
import { type Loss, targetTroubles } from '../outage.ts';
import { type Picture, verdictOf } from '../picture.ts';
import type { Plan } from '../plan.ts';
import { unreadyOf } from '../readiness.ts';
import { summaryOf } from '../readiness-summary.ts';

type Facts = readonly Fact[];

/** What may happen to an offer that stands: its time runs out, or it can no longer be carried out. */
export function standing(
  incident: Confirmed,
  plans: readonly Plan[],
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { offer, outage } = incident;
  if (offer === undefined) return [];
  const obstructed = obstacles(incident, outage, plans, picture, rules, at);
  const refused = plans.flatMap(({ services }) => refusals(picture, outage.side, services, at));
  const why = [...new Set([...obstructed, ...refused])];
  if (why.length > 0) return [{ kind: 'voided', at, offer: offer.number, why: why.join('; ') }];
  return at >= offer.until ? [{ kind: 'lapsed', at, offer: offer.number }] : [];
}

export function offerOrSayWhyNot(
  incident: Confirmed,
  loss: Loss,
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { watch, digest } = rules;
  const plans = draft(watch, picture, loss, digest);
  const why = [...gone(incident, picture), ...obstacles(incident, loss, plans, picture, rules, at)];
  const readiness = readinessLines(picture, loss, plans, at);
  if (why.length > 0) {
    const told = incident.notOffered?.join() === why.join();
    return told ? [] : [{ kind: 'notOffered', at, why, ...readiness }];
  }
  // The whole region may be refused for a service that the smallest move leaves where it is.
  const ready = plans.filter(
    (plan) => refusals(picture, loss.side, plan.services, at).length === 0,
  );
  const until = later(at, watch.rules.approvalMs);
  const number = incident.offers + 1;
  const offer = { number, plans: ready, until, approvers: watch.approvers, ...readiness };
  return [{ kind: 'offered', at, offer }];
}

/** Nothing where nobody looks after readiness. */
function readinessLines(
  { readiness }: Picture,
  { side, services }: Loss,
  [smallest]: readonly Plan[],
  at: Instant,
): { readonly readiness?: readonly string[] } {
  if (readiness === undefined) return {};
  const about = { from: side, services: smallest?.services ?? services };
  return { readiness: summaryOf(readiness, at, about).lines };
}

/** A standing offer outlives a moment of doubt; a new one is made only while the loss is seen. */
function gone({ outage }: Confirmed, picture: Picture): readonly string[] {
  const seen = outage.services.some((name) => verdictOf(picture, name, outage.side) === 'down');
  return seen ? [] : ['the outage is not confirmed at this moment'];
}

/** Why nothing is offered, as sentences; empty when the offer may stand. */
function obstacles(
  incident: Confirmed,
  loss: Loss,
  plans: readonly Plan[],
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): readonly string[] {
  const { declined, quietUntil } = incident;
  const rests = declined?.services.join() === incident.outage.services.join();
  const [smallest] = plans;
  const moved = smallest?.services ?? loss.services;
  const dark = [...new Set(plans.flatMap((plan) => plan.steps.flatMap((s) => s.requires)))].filter(
    (plane) => picture.controls[plane].is !== 'up',
  );
  return [
    ...(watch.mode === 'observe' ? ['this watch only observes; it would have asked'] : []),
    ...(watch.mode === 'advise' ? ['this watch advises and offers no moves'] : []),
    ...(smallest === undefined ? ['none of what is down can be moved'] : []),
    ...targetTroubles(watch, picture, loss.side, moved),
    ...refusals(picture, loss.side, moved, at),
    ...dark.map((plane) => `the switch needs ${plane}, which is ${picture.controls[plane].is}`),
    ...(rests ? [`${declined?.by} declined; it is asked again when more goes down`] : []),
    ...(quietUntil !== undefined && at < quietUntil
      ? ['a move was completed a short while ago; acknowledge it to be asked']
      : []),
  ];
}

/** What readiness found that would make this very move fail; of another move it may be true. */
function refusals(
  { readiness }: Picture,
  from: Side,
  moved: readonly ServiceName[],
  at: Instant,
): readonly string[] {
  if (readiness === undefined) return [];
  const why = unreadyOf(readiness, at)
    .filter((one) => moved.includes(one.service) && (one.from ?? from) === from)
    .map((one) => `not ready: ${one.why}`);
  return [...new Set(why)];
}
