/** The way back from a move that is held: that move ends where it stands, and the next incident asks for it. */

import { phaseOf } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { draftBack } from '../draft.ts';
import type { Fact, Wish } from '../fact.ts';
import type { Held, Incident } from '../incident.ts';
import type { Instant, ServiceName } from '../names.ts';
import type { Picture } from '../picture.ts';
import type { Plan } from '../plan.ts';
import type { Told } from '../signal.ts';
import { serviceOf, type Watch } from '../watch.ts';
import { hindrances, wishedFor } from './hindrances.ts';
import { askedFor } from './offers.ts';
import { behindEnding } from './opening.ts';

type Facts = readonly Fact[];

/** Nothing is given up for a way back that cannot be gone. */
export function onWishedBack(
  incident: Incident,
  { by, why, via, at: asked, picture }: Told<'wished'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const refused = (reasons: readonly string[]): Facts =>
    behindEnding(incident, [{ kind: 'refused', at, by, why: reasons.join('; '), via }], at);
  if (!rules.watch.approvers.includes(by)) {
    return refused([`${by} may not ask for moves of this watch`]);
  }
  if (incident.stage !== 'held') return refused(['no move is held']);
  const back = wayBack(incident, { by, why, via, at: asked }, rules.watch);
  if (back === undefined)
    return refused([
      `${incident.plan.move === 'align' ? 'an alignment' : 'a repair'} has no way back: stop it here instead`,
    ]);
  const reasons = [
    ...busyHands(incident, at),
    ...hindrancesOf(back, draftBack(rules.watch, picture, back, rules.digest), picture, rules, at),
  ];
  if (reasons.length > 0) return refused(reasons);
  return [{ kind: 'over', at, outcome: 'abandoned', quietUntil: undefined, back }];
}

/** What could be asked for a moment ago is asked for, unless something has come in between. */
export function askedBack(back: Wish, picture: Picture, rules: Rulebook, at: Instant): Facts {
  const plans = draftBack(rules.watch, picture, back, rules.digest);
  const reasons = hindrancesOf(back, plans, picture, rules, at);
  const { by, via } = back;
  return reasons.length > 0
    ? [{ kind: 'refused', at, by, why: reasons.join('; '), via }]
    : askedFor(back, plans, picture, rules, at);
}

function hindrancesOf(
  back: Wish,
  plans: readonly Plan[],
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): readonly string[] {
  return hindrances(wishedFor(back), plans, picture, watch, at);
}

/** Of the services with which the held move had begun; what it has not touched stays as it is. */
function wayBack(
  { plan, steps }: Held,
  who: Pick<Wish, 'by' | 'why' | 'via' | 'at'>,
  watch: Watch,
): Wish | undefined {
  // What was put as it should be is not put back as it was.
  if (plan.move === 'repair' || plan.move === 'align') return undefined;
  const begun = (name: ServiceName) =>
    plan.steps.some(({ name: step, service }) => service === name && touched(steps[step]));
  const services = plan.services.filter(begun);
  // What serves from both sides is taken out of either, and is put back into either.
  const shared = services.every((name) => serviceOf(watch, name).posture !== undefined);
  const home = shared ? plan.move === 'failover' : plan.to === 'secondary';
  const move = home ? 'failback' : 'failover';
  return { move, from: plan.to, services, ...who, undoes: plan.digest };
}

/** Done before anybody tried it counts as well: it must hold once more on the way back. */
function touched(state: Held['steps'][keyof Held['steps']] | undefined): boolean {
  return state !== undefined && (state.is !== 'open' || state.tries > 0);
}

/** Whoever holds a claim may still be writing. */
function busyHands(held: Held, at: Instant): readonly string[] {
  const phase = phaseOf(held);
  const claimed = held.plan.steps.filter(({ name, phase: of }) => {
    const claim = held.steps[name]?.claim;
    return of === phase && claim !== undefined && at < claim.until;
  });
  return claimed.map(({ name }) => `${name} is still being tried: ask again in a minute`);
}
