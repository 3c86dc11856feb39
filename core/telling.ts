/** What people are shown of an incident: a card, projected from its facts and from nothing else. */

import type { Card, CardChoice, CardOrder, CardStep } from './card.ts';
import { isAsking } from './carrying.ts';
import type { Fact } from './fact.ts';
import type { Cause, Held, Incident } from './incident.ts';
import type { Plan } from './plan.ts';
import { brakeOf } from './telling/brake.ts';
import { byHandLines } from './telling/by-hand.ts';
import { isDrain } from './telling/drained.ts';
import { besideOf, evidenceOf, type Tense } from './telling/evidence.ts';
import { headlineOf, toneOf } from './telling/headline.ts';
import { notesOf } from './telling/notes.ts';
import { noticeOf } from './telling/notice.ts';
import { readinessOf } from './telling/readiness.ts';
import { carried, planned } from './telling/steps.ts';
import { causeTold, lastOf, titleOf } from './telling/story.ts';
import { wantedOf } from './telling/wanted.ts';
import type { Watch } from './watch.ts';

export { adoptedCard } from './telling/mandate.ts';
export { lateText, newsOf } from './telling/news.ts';
export { noticeOf } from './telling/notice.ts';
export { type Question, questionsOf } from './telling/questions.ts';

/**
 * The card of an outage, in every stage to its end; without one, the notice of what else a person
 * should know. `undefined` when there is nothing to tell. `incident` is `replay(facts)`.
 */
export function cardOf(incident: Incident, watch: Watch, facts: readonly Fact[]): Card | undefined {
  const cause = causeTold(facts);
  if (cause === undefined) return noticeOf(incident, watch, facts);
  const wanted = wantedOf(incident, watch);
  const tense = isAsking(incident) ? 'now' : 'then';
  return {
    headline: headlineOf(incident, watch, cause, facts),
    ...(wanted === undefined ? {} : { wanted }),
    tone: toneOf(incident, watch),
    watch: watch.name,
    incident: incident.number,
    ...seenOf(cause, watch, tense),
    notes: notesOf(incident, watch, facts),
    ...readinessOf(incident, facts),
    choices: choicesOf(incident, watch),
    progress: progressOf(facts),
    orders: ordersOf(incident),
    ...wishesOf(incident, watch, facts),
    // After the end a stop stands on the notice, so that this card can come to rest.
    ...(incident.stage === 'over' ? {} : brakeOf(incident)),
  };
}

/** Of a wish there is nothing to see: both sides were judged up when it was taken. */
function seenOf(cause: Cause, watch: Watch, tense: Tense): Pick<Card, 'evidence' | 'layers'> {
  if (cause.is === 'wish') return { evidence: [], layers: [] };
  const { outage } = cause;
  return {
    evidence: outage.seen.map((seen) => evidenceOf(seen, watch, tense)),
    layers: besideOf(outage, watch, tense),
  };
}

function choicesOf(incident: Incident, watch: Watch): readonly CardChoice[] {
  if (!isAsking(incident) || incident.offer === undefined) return [];
  const { offer, doubt } = incident;
  return offer.plans.map((plan) => ({
    digest: plan.digest,
    offer: offer.number,
    title: titleOf(plan, watch),
    steps: planned(plan),
    ...(plan.byHand === undefined ? {} : { byHand: byHandLines(plan) }),
    approvers: offer.approvers,
    until: offer.until,
    ...(doubt?.digest === plan.digest ? { despite: doubt.word } : {}),
  }));
}

function progressOf(facts: readonly Fact[]): readonly CardStep[] {
  const approved = lastOf(facts, 'approved');
  return approved === undefined ? [] : carried(approved.plan, facts);
}

function ordersOf(incident: Incident): readonly CardOrder[] {
  if (incident.stage === 'held') return heldOrders(incident);
  const rests =
    incident.stage === 'confirmed' &&
    incident.offer === undefined &&
    (incident.declined !== undefined || incident.quietUntil !== undefined);
  return rests ? [{ order: 'ask', step: undefined, title: 'Ask now all the same' }] : [];
}

/** Whoever has moved away will want to come home, and finds the way where the move was told. */
function wishesOf(incident: Incident, watch: Watch, facts: readonly Fact[]): Pick<Card, 'wishes'> {
  if (incident.stage === 'held') {
    const { move } = incident.plan;
    const turns = incident.begun && move !== 'repair' && move !== 'align';
    return turns ? { wishes: [{ move: 'back', title: 'Stop here and go back' }] } : {};
  }
  const moved = incident.stage === 'over' && incident.outcome === 'moved';
  const plan = lastOf(facts, 'approved')?.plan;
  if (!moved || plan === undefined || !leavesHome(plan, watch) || watch.mode !== 'ask') return {};
  const title = isDrain(plan, watch) ? 'Put it back' : 'Bring it home';
  return { wishes: [{ move: 'failback', title }] };
}

/** Of two sides that both serve, either may be the one that is taken out. */
function leavesHome(plan: Plan, watch: Watch): boolean {
  return plan.to === 'secondary'
    ? plan.toBoth === undefined
    : isDrain(plan, watch) && plan.move === 'failover';
}

function heldOrders({ plan, step: name, begun, chainOnly }: Held): readonly CardOrder[] {
  const abandon: CardOrder = { order: 'abandon', step: undefined, title: 'Stop here for good' };
  const step = plan.steps.find((s) => s.name === name);
  if (step === undefined) {
    const retry: CardOrder = { order: 'retry', step: undefined, title: 'Try again' };
    const known: CardOrder = { order: 'proceed', step: undefined, title: 'I know that it arrives' };
    return chainOnly ? [retry, known, abandon] : [retry, abandon];
  }

  const guards = plan.steps.some((s) => s.guardedBy.includes(step.name));
  const orders: readonly (CardOrder | undefined)[] = [
    { order: 'retry', step: step.name, title: 'Try this step again' },
    { order: 'settled', step: step.name, title: 'I did it by hand: check it' },
    // What keeps a singleton single is never skipped, only done.
    guards ? undefined : { order: 'skip', step: step.name, title: 'Skip this step' },
    // Only where both sides are judged again is there a doubt that a person may put aside.
    !begun || step.irreversible
      ? { order: 'proceed', step: step.name, title: 'Go on all the same' }
      : undefined,
    abandon,
  ];
  return orders.filter((order) => order !== undefined);
}
