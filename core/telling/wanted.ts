/** What is wanted of people now: the line below the headline, for who was woken by it. */

import type { Confirmed, Held, Incident, Moving, Settling, Wished } from '../incident.ts';
import type { Watch } from '../watch.ts';
import { fencingOf } from './fenced.ts';
import { listed, utc } from './words.ts';

export function wantedOf(incident: Incident, watch: Watch): string | undefined {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
      return undefined;
    case 'confirmed':
    case 'wished':
      return ofQuestion(incident);
    case 'moving':
      return ofMove(incident);
    case 'held':
      return ofHeld(incident, watch);
    case 'settling':
      return ofSettling(incident, watch);
    case 'over':
      if (incident.back !== undefined) {
        return 'Nothing more is done of this move. The way back is asked about on a card of its own.';
      }
      return incident.outcome === 'abandoned'
        ? 'Nothing more is done: what was moved stays where it is, the rest where it was.'
        : incident.outcome === 'withdrawn'
          ? 'Nothing was moved, and nothing is left to do. It may be asked for again.'
          : 'Nothing is left to do for this outage.';
  }
}

function ofQuestion(incident: Confirmed | Wished): string | undefined {
  const { stage, offer, doubt, declined, notOffered } = incident;
  const what = stage === 'confirmed' ? 'the outage' : 'that both sides are up';
  if (offer !== undefined) {
    const until = utc(offer.until);
    const approve = offer.plans.length > 1 ? 'approve one of the moves below,' : 'approve';
    return doubt === undefined
      ? `${listed(offer.approvers, 'or')}: ${approve} or decline before ${until}. Nothing has been changed.`
      : [
          `${doubt.by} approved, but ${what} could not be confirmed at that moment.`,
          `To approve all the same, type "${doubt.word}" below, before ${until}.`,
        ].join(' ');
  }
  if (notOffered !== undefined) {
    const reasons = notOffered.length === 1 ? 'the reason' : 'the reasons';
    return `There is nothing to approve: no move is offered, for ${reasons} below.`;
  }
  if (declined === undefined) return undefined;
  return `${declined.by} declined; nothing was changed. It is asked again if the outage grows.`;
}

function ofMove({ movedAt }: Moving): string {
  return movedAt === undefined
    ? 'Nothing is asked of you now: each phase is proven before the next begins.'
    : 'Nothing is asked of you now: the vantages look whether it has landed.';
}

function ofHeld({ why }: Held, { approvers }: Watch): string {
  const who = listed(approvers, 'or');
  return `Held: ${why}. ${who}: choose below; nothing more is changed until then.`;
}

function ofSettling({ plan, steps }: Settling, { regions }: Watch): string {
  const from = regions[plan.from];
  const owed = plan.steps.filter((step) => steps[step.name]?.is === 'owed');
  if (owed.length === 0) return 'Nothing is asked of you now.';
  const fencings = owed.flatMap((step) => fencingOf(plan, step) ?? []);
  const held = fencings.flatMap((fencing) => (fencing.is === 'truly' ? [fencing.holds] : []));
  const isHeld = held.length > 0 && held.length === fencings.length;
  return [
    `Nothing is asked of you now: what is owed is tried from the first sign of life of ${from}.`,
    isHeld
      ? `Until it is done, both sides may run when that region returns, where ${[...new Set(held)].join('; ')}.`
      : 'Until it is done, both sides may run when that region returns: it is fenced only as well as possible.',
  ].join(' ');
}
