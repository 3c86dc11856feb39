/** When a move is offered, why it is not, and what ends an offer. */

import type { Rulebook } from '../decide.ts';
import type { Fact, Wish } from '../fact.ts';
import type { Confirmed, Wished } from '../incident.ts';
import type { Instant, Person } from '../names.ts';
import { later } from '../names.ts';
import type { Loss } from '../outage.ts';
import { type Picture, verdictOf } from '../picture.ts';
import type { Plan } from '../plan.ts';
import { type About, concerns } from '../readiness.ts';
import { summaryOf } from '../readiness-summary.ts';
import { type Staked, stakesOf } from '../stakes.ts';
import { listed } from '../telling/words.ts';
import { plansFor } from '../traffic-only.ts';
import { hindrances, reasonsAgainst, wishedFor } from './hindrances.ts';

type Facts = readonly Fact[];

/** What may happen to an offer that stands: its time runs out, or it can no longer be carried out. */
export function standing(
  incident: Confirmed | Wished,
  plans: readonly Plan[],
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { offer } = incident;
  if (offer === undefined) return [];
  const obstructed =
    incident.stage === 'confirmed'
      ? [
          ...obstacles(incident, incident.outage, plans, picture, rules, at),
          ...outgrown(incident, plans, picture, rules, at),
        ]
      : hindrances(wishedFor(incident.wish), plans, picture, rules.watch, at);
  const refused = plans.flatMap((plan) => reasonsAgainst(plan, picture, at));
  const why = [...new Set([...obstructed, ...refused])];
  if (why.length > 0) return [{ kind: 'voided', at, offer: offer.number, why: why.join('; ') }];
  return at >= offer.until ? [{ kind: 'lapsed', at, offer: offer.number }] : [];
}

/** Nobody should be asked to move the traffic alone while all of it could be moved. */
function outgrown(
  incident: Confirmed,
  plans: readonly Plan[],
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): readonly string[] {
  const dark = plans.find(({ trafficOnly }) => trafficOnly !== undefined)?.trafficOnly?.dark;
  if (dark === undefined) return [];
  const { outage } = incident;
  const whole = plansFor(rules.watch, picture, outage, rules.digest);
  const against = obstacles(incident, outage, whole, picture, rules, at);
  const isAlone = whole.some(({ trafficOnly }) => trafficOnly !== undefined);
  if (isAlone || against.length > 0 || gone(incident, picture).length > 0) return [];
  const back = dark.filter((plane) => picture.controls[plane].is === 'up');
  if (back.length === 0) return ['all of it can be moved now'];
  return [`${listed(back)} ${back.length === 1 ? 'is' : 'are'} up again: all of it can be moved`];
}

export function offerOrSayWhyNot(
  incident: Confirmed,
  loss: Loss,
  picture: Picture,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { watch, digest } = rules;
  const plans = plansFor(watch, picture, loss, digest);
  const why = [...gone(incident, picture), ...obstacles(incident, loss, plans, picture, rules, at)];
  const said = saidOf(picture, awayFrom(loss), plans, at);
  if (why.length > 0) {
    const told = incident.notOffered?.join() === why.join();
    const { stakes: _, ...readiness } = said;
    return told ? [] : [{ kind: 'notOffered', at, why, ...readiness }];
  }
  // The whole region may be refused for a service that the smallest move leaves where it is.
  const ready = plans.filter((plan) => reasonsAgainst(plan, picture, at).length === 0);
  const until = later(at, watch.rules.approvalMs);
  const number = incident.offers + 1;
  const offer = { number, plans: ready, until, approvers: watch.approvers, ...said };
  return [{ kind: 'offered', at, offer }];
}

/** Why a plan that was changed by hand cannot be put beside the drafted ones now. */
export function hindrancesBeside(
  incident: Confirmed,
  made: Plan,
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): readonly string[] {
  const about = { ...made, nothing: '' };
  return [...gone(incident, picture), ...hindrances(about, [made], picture, watch, at)];
}

/** It takes the place of the offer that stands; whoever brings it wants to be asked. */
export function offeredBeside(
  { outage, offer, offers, declined, quietUntil }: Confirmed,
  made: Plan,
  by: Person,
  { picture, rules, at }: { picture: Picture; rules: Rulebook; at: Instant },
): Facts {
  const { watch, digest } = rules;
  const drafted = plansFor(watch, picture, outage, digest).filter(
    (plan) => hindrances({ ...plan, nothing: '' }, [plan], picture, watch, at).length === 0,
  );
  const plans = [...drafted, made];
  const until = later(at, watch.rules.approvalMs);
  const said = saidOf(picture, awayFrom(outage), plans, at);
  const why = `${by} puts a plan beside it that was changed by hand`;
  const rested = declined !== undefined || (quietUntil !== undefined && at < quietUntil);
  return [
    ...(rested ? [{ kind: 'acknowledged', at, by } as const] : []),
    ...(offer ? [{ kind: 'voided', at, offer: offer.number, why } as const] : []),
    {
      ...{ kind: 'offered', at },
      offer: { number: offers + 1, plans, until, approvers: watch.approvers, ...said },
    },
  ];
}

/** A wish that can be granted, and its one offer. */
export function askedFor(
  wish: Wish,
  plans: readonly Plan[],
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  const until = later(at, watch.rules.approvalMs);
  const said = saidOf(picture, wish, plans, at);
  const offer = { number: 1, plans, until, approvers: watch.approvers, ...said };
  return [
    { kind: 'wished', at, wish },
    { kind: 'offered', at, offer },
  ];
}

function awayFrom({ side, services }: Loss): About {
  return { from: side, services, move: 'failover' };
}

/** What readiness says of a move; nothing where nobody looks after it. */
export function saidOf(
  { readiness }: Picture,
  wanted: About,
  [smallest]: readonly Plan[],
  at: Instant,
): { readonly readiness?: readonly string[]; readonly stakes?: readonly Staked[] } {
  if (readiness === undefined) return {};
  const about = smallest ?? wanted;
  const { lines } = summaryOf(readiness, at, about);
  if (readiness.is !== 'kept') return { readiness: lines };
  const stakes = stakesOf(readiness.readiness).filter((one) => concerns(one, about));
  return { readiness: lines, ...(stakes.length > 0 && { stakes }) };
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
  const about = { ...awayFrom(loss), nothing: 'none of what is down can be moved' };
  return [
    ...hindrances(about, plans, picture, watch, at),
    ...(rests ? [`${declined?.by} declined; it is asked again when more goes down`] : []),
    ...(quietUntil !== undefined && at < quietUntil
      ? ['a move was completed a short while ago; acknowledge it to be asked']
      : []),
  ];
}
