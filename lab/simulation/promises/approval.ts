/** Promises about the yes of a person: without it nothing is tried, and it counts once. */

import type { Fact, FactOf } from '../../../core/fact.ts';
import { type Book, type Event, factsLike } from '../book.ts';

/** A step is tried only on the approval of exactly this plan, by one who may, in time. */
export function triedOnApproval(event: Event, { facts, watch }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'stepTried') return undefined;
  const { step, at } = event.fact;
  const [approved] = factsLike(facts, 'approved');
  if (approved === undefined) return `${step} was tried without an approval`;
  const { plan, approval } = approved;
  if (plan.steps.every((s) => s.name !== step)) return `${step} is not in the plan of the approval`;
  // Anything else that was tried or owed, or ordered by a person, has begun the move in its time.
  const begun = factsLike(facts, 'stepTried', 'stepOwed', 'resumed').length > 0;
  const late = at - approval.at >= watch.rules.startMs;
  return late && !begun ? `${step} was the first, and began too late` : undefined;
}

/** An approval is for a plan of the offer that stands, by one who may, before it lapses. */
export function approvedByRight(event: Event, book: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'approved') return undefined;
  const { approval, plan, at } = event.fact;
  const offer = standingOffer(book.facts);
  if (!book.watch.approvers.includes(approval.by)) return `${approval.by} may not approve`;
  if (offer === undefined) return 'no offer stood';
  if (offer.number !== approval.offer) return `offer ${offer.number} stood, not ${approval.offer}`;
  if (at >= offer.until || approval.at >= offer.until) return `offer ${offer.number} had lapsed`;
  if (approval.digest !== plan.digest) return 'the approval is for another digest than the plan';
  if (offer.plans.every((p) => p.digest !== plan.digest)) return 'the plan was not on offer';
  const clicked = book.clicks.some(
    ({ click }) =>
      click.kind === 'answer' &&
      click.yes &&
      click.user === approval.by &&
      click.digest === plan.digest &&
      click.offer === approval.offer,
  );
  return clicked ? undefined : `${approval.by} never said yes to ${plan.digest}`;
}

/** The last offer, unless something has ended it. */
function standingOffer(facts: readonly Fact[]): FactOf<'offered'>['offer'] | undefined {
  const last = factsLike(facts, 'offered', 'lapsed', 'voided', 'declined').at(-1);
  return last?.kind === 'offered' ? last.offer : undefined;
}

/** An incident is approved at most once, whatever the clicks. */
export function approvedOnce(event: Event, { facts }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'approved') return undefined;
  const [first] = factsLike(facts, 'approved');
  return first && `${first.approval.by} had approved already`;
}

/** What the one who clicked is told to be taken, is written. */
export function takenIsWritten(event: Event, { history }: Book): string | undefined {
  if (event.kind !== 'answered' || !event.text.startsWith('Taken: ')) return undefined;
  const { user } = event.click;
  const found = factsLike(
    history,
    'approved',
    'declined',
    'resumed',
    'acknowledged',
    'over',
    'wished',
  ).some((fact) => {
    if (fact.kind === 'over') return fact.outcome === 'abandoned';
    if (fact.kind === 'wished') return fact.wish.by === user;
    return (fact.kind === 'approved' ? fact.approval.by : fact.by) === user;
  });
  return found ? undefined : `${user} was told "${event.text}", and nothing of theirs is written`;
}
