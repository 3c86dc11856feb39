/** The line that a phone shows, and the colour of the card. */

import type { Card } from '../card.ts';
import type { Fact, Outcome, Wish } from '../fact.ts';
import type { Cause, Incident, Outage, StepState } from '../incident.ts';
import { other } from '../names.ts';
import { never } from '../never.ts';
import type { Purpose } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { doneTo, drainTitle, isDrain } from './drained.ts';
import { briefly, lastOf, lossOf, movedBy, wayOf } from './story.ts';
import { counted, took, utc } from './words.ts';

export function headlineOf(
  incident: Incident,
  watch: Watch,
  cause: Cause,
  facts: readonly Fact[],
): string {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
    case 'confirmed':
    case 'wished':
      return cause.is === 'outage' ? downLine(watch, cause.outage) : wishLine(watch, cause.wish);
    case 'moving': {
      const { plan, steps, movedAt } = incident;
      const way = wayOf(plan, watch);
      const [doing, did] = words[plan.move] ?? ['Moving', 'Moved'];
      if (movedAt !== undefined) return `${did} ${way}; proving it from outside`;
      const done = plan.steps.filter((step) => isDone(steps[step.name])).length;
      const owed = plan.steps.filter((step) => steps[step.name]?.is === 'owed').length;
      const owing = owed === 0 ? '' : `, ${owed} owed`;
      return `${doing} ${way}: ${done} of ${counted(plan.steps.length, 'step')} done${owing}`;
    }
    case 'held': {
      const step = incident.plan.steps.find((s) => s.name === incident.step);
      const where = step === undefined ? 'The move is held' : `Held at "${step.title}"`;
      return `${where}: a person is needed`;
    }
    case 'settling': {
      const { plan, steps } = incident;
      const owed = plan.steps.filter((step) => steps[step.name]?.is === 'owed').length;
      const what = `${movedBy(plan, 'Only')} ${doneTo(plan, watch)}`;
      const proof = 'seen there from outside';
      const owing = `${counted(owed, 'step')} still owed in ${watch.regions[plan.from]}`;
      return owed === 0 ? `${what}, ${proof}` : `${what}, ${proof}; ${owing}`;
    }
    case 'over':
      return overLine(incident, watch, cause, facts);
    default:
      return never(incident);
  }
}

const words: Readonly<Partial<Record<Purpose, readonly [string, string]>>> = {
  repair: ['Repairing', 'Repaired'],
  align: ['Aligning', 'Aligned'],
};

const endTones: Readonly<Record<Outcome, Card['tone']>> = {
  cleared: 'calm',
  moved: 'good',
  abandoned: 'news',
  superseded: 'news',
  withdrawn: 'calm',
};

export function toneOf(incident: Incident, watch: Watch): Card['tone'] {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
      return 'news';
    case 'confirmed':
    case 'wished':
      return incident.offer !== undefined && watch.mode === 'ask' ? 'question' : 'news';
    case 'moving':
    case 'settling':
      return 'moving';
    case 'held':
      return 'held';
    case 'over':
      return endTones[incident.outcome];
    default:
      return never(incident);
  }
}

function isDone(state: StepState | undefined): boolean {
  return state?.is === 'done' || state?.is === 'settled' || state?.is === 'skipped';
}

function downLine(watch: Watch, outage: Outage): string {
  const { services, seen, since } = outage;
  const votes = seen.filter((s) => services.includes(s.service)).map((s) => s.votes);
  const from = `${Math.min(...votes, watch.vantages.length)} of ${watch.vantages.length} vantages`;
  const whole = services.length === watch.services.length;
  const which = whole && services.length > 1 ? `: ${briefly(services)}` : '';
  return `${lossOf(watch, outage)}${which}, since ${utc(since)}, from ${from}`;
}

/** "ana asks to move all 3 services back to westeurope (planned): maintenance is over". */
function wishLine(watch: Watch, wish: Wish): string {
  const { move, from, services, by, why } = wish;
  const whole = services.length === watch.services.length && services.length > 1;
  const what = whole ? `all ${counted(services.length, 'service')}` : briefly(services);
  const to = watch.regions[other(from)];
  const way = { move, from, services };
  if (isDrain(way, watch)) {
    const title = drainTitle(way, what, watch);
    return `${by} asks to ${title[0]?.toLowerCase()}${title.slice(1)} (planned): ${why}`;
  }
  const does = {
    failover: wish.undoes === undefined ? `move ${what} to ${to}` : `take ${what} back to ${to}`,
    failback: `${wish.undoes === undefined ? 'move' : 'take'} ${what} back to ${to}`,
    repair: `repair ${what}, so that ${to} can be moved to again`,
    align: `put ${what} as it should be in ${to}`,
  };
  return `${by} asks to ${does[move]} (planned): ${why}`;
}

type Over = Extract<Incident, { stage: 'over' }>;

function overLine(incident: Over, watch: Watch, cause: Cause, facts: readonly Fact[]): string {
  return cause.is === 'outage'
    ? overOutage(incident, watch, cause.outage, facts)
    : overWish(incident, watch, cause.wish, facts);
}

function overWish(
  { outcome, at }: Over,
  watch: Watch,
  { move, from, services, by }: Wish,
  facts: readonly Fact[],
): string {
  const what = briefly(services);
  const name = move === 'repair' ? 'repair' : move === 'align' ? 'alignment' : 'move';
  const approved = lastOf(facts, 'approved');
  const proven = lastOf(facts, 'proven')?.at ?? at;
  if (outcome === 'moved') {
    const after =
      approved === undefined ? '' : `, ${took(proven - approved.at)} after the approval`;
    return `${what} ${doneTo({ move, from, services }, watch)}, proven ${utc(proven)}${after}`;
  }
  if (outcome === 'abandoned') return `The ${name} of ${what} was abandoned at ${utc(at)}`;
  return `The ${name} of ${what} that ${by} asked for was not made; asked until ${utc(at)}`;
}

function overOutage(
  { outcome, at }: Over,
  watch: Watch,
  outage: Outage,
  facts: readonly Fact[],
): string {
  const region = watch.regions[outage.side];
  const plan = lastOf(facts, 'approved')?.plan;
  switch (outcome) {
    case 'cleared': {
      const whole = outage.services.length === watch.services.length;
      const what = whole ? `${region} is back` : `${briefly(outage.services)} back in ${region}`;
      return `${what} at ${utc(at)} after ${took(at - outage.since)}; nothing was moved`;
    }
    case 'moved': {
      const proven = lastOf(facts, 'proven')?.at ?? at;
      const what =
        plan === undefined ? 'The move' : `${movedBy(plan, 'Only')} ${doneTo(plan, watch)}`;
      const after = `${took(proven - outage.since)} after the first failure`;
      return `${what}, proven ${utc(proven)}, ${after}`;
    }
    case 'abandoned':
      return `The move away from ${region} was abandoned at ${utc(at)}`;
    // A wish that an outage took the place of goes on as that outage.
    case 'withdrawn':
    case 'superseded':
      return `A new watch file ended this at ${utc(at)}: what is down in ${region} is judged anew`;
    default:
      return never(outcome);
  }
}
