/** A plan that a person has changed: asked about like any other, or refused with every reason. */

import { type HandMade, objectionsTo, planByHand } from '../by-hand.ts';
import type { Rulebook } from '../decide.ts';
import { closure, ofSide, stepsOf } from '../draft.ts';
import type { Fact } from '../fact.ts';
import type { Confirmed } from '../incident.ts';
import type { Instant, Person, ServiceName, Side } from '../names.ts';
import { servingFrom } from '../outage.ts';
import type { Picture } from '../picture.ts';
import type { Plan, TrafficOnly } from '../plan.ts';
import { plansFor } from '../traffic-only.ts';
import type { Watch } from '../watch.ts';
import { planesIn } from '../ways.ts';
import { hindrancesBeside, offeredBeside } from './offers.ts';

/** Either the plan, or why there is none. */
type Made =
  | { readonly plan: Plan; readonly reasons?: never }
  | { readonly plan?: never; readonly reasons: readonly string[] };

/** `begins`: where a move of this sort would leave from now. */
export function plannedByHand(
  made: HandMade,
  by: Person,
  begins: Side,
  { watch, digest }: Rulebook,
  picture: Picture,
): Made {
  const { regions } = watch;
  const here = servingFrom(watch, picture, begins);
  const reasons = [
    ...objectionsTo(made, watch).map(({ why }) => why),
    ...(made.from === begins
      ? astray(made, here, watch)
      : [
          `it begins in ${regions[made.from]}, and a ${made.move} begins in ${regions[begins]} now`,
        ]),
  ];
  if (reasons.length > 0) return { reasons };
  const because = { side: made.from, services: [] };
  const drafting = { digest, planes: planesIn(picture) };
  return { plan: planByHand(watch, because, made, by, drafting) };
}

/** Beside what was drafted for the outage, under a digest of its own. */
export function forcedByHand(
  incident: Confirmed,
  made: HandMade,
  by: Person,
  { picture, rules, at }: { picture: Picture; rules: Rulebook; at: Instant },
): { readonly facts: readonly Fact[]; readonly reasons: readonly string[] } {
  const { watch, digest } = rules;
  const { outage } = incident;
  const left = made.trafficOnly && leftBy(made, plansFor(watch, picture, outage, digest));
  const lost = made.services.some((name) => outage.services.includes(name));
  const refused = [
    ...objectionsTo(made, watch).map(({ why }) => why),
    ...(made.from === outage.side
      ? astray(made, ofSide(watch, picture, made.from), watch)
      : [`it leaves ${watch.regions[made.from]}, and ${watch.regions[outage.side]} is down`]),
    ...(lost ? [] : ['nothing of what is down is in it']),
    ...(made.trafficOnly && left === undefined
      ? ['traffic is led alone only while what should go along cannot be switched']
      : []),
  ];
  if (refused.length > 0) return { facts: [], reasons: refused };
  const drafting = { digest, planes: planesIn(picture), ...(left && { left }) };
  const plan = planByHand(watch, outage, made, by, drafting);
  const reasons = hindrancesBeside(incident, plan, picture, rules, at);
  if (reasons.length > 0) return { facts: [], reasons };
  return { facts: offeredBeside(incident, plan, by, { picture, rules, at }), reasons };
}

/** What would stay behind now, and what whoever has changed the plan leaves there as well. */
function leftBy({ services }: HandMade, [drafted]: readonly Plan[]): TrafficOnly | undefined {
  if (drafted?.trafficOnly === undefined) return undefined;
  const { stay, dark } = drafted.trafficOnly;
  const all = [...stay, ...drafted.services];
  return { stay: all.filter((name) => !services.includes(name)), dark };
}

/** Who is not there to be moved, and who is and would be left behind. `here`: who is there. */
function astray(made: HandMade, here: readonly ServiceName[], watch: Watch): readonly string[] {
  const { move, mode, from, services, trafficOnly } = made;
  const all = trafficOnly ? services : closure(watch, services);
  const along = all.filter(
    (name) => here.includes(name) && stepsOf(watch, name, move, mode, from).length > 0,
  );
  return [
    ...services
      .filter((name) => !here.includes(name))
      .map((name) => `${name} does not serve from ${watch.regions[from]}`),
    ...along
      .filter((name) => !services.includes(name))
      .map((name) => `${name} must go along, and is not among the services`),
  ];
}
