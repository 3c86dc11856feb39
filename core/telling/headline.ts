/** The line that a phone shows, and the colour of the card. */

import type { Card } from '../card.ts';
import type { Fact } from '../fact.ts';
import type { Incident, Outage, StepState } from '../incident.ts';
import { never } from '../never.ts';
import type { Watch } from '../watch.ts';
import { briefly, lastOf, lossOf } from './story.ts';
import { counted, took, utc } from './words.ts';

export function headlineOf(
  incident: Incident,
  watch: Watch,
  outage: Outage,
  facts: readonly Fact[],
): string {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
    case 'confirmed':
      return downLine(watch, outage);
    case 'moving': {
      const { plan, steps, movedAt } = incident;
      const way = `${briefly(plan.services)} to ${watch.regions[plan.to]}`;
      if (movedAt !== undefined) return `Moved ${way}; proving it from outside`;
      const done = plan.steps.filter((step) => isDone(steps[step.name])).length;
      const owed = plan.steps.filter((step) => steps[step.name]?.is === 'owed').length;
      const owing = owed === 0 ? '' : `, ${owed} owed`;
      return `Moving ${way}: ${done} of ${counted(plan.steps.length, 'step')} done${owing}`;
    }
    case 'held': {
      const step = incident.plan.steps.find((s) => s.name === incident.step);
      const where = step === undefined ? 'The move is held' : `Held at "${step.title}"`;
      return `${where}: a person is needed`;
    }
    case 'settling': {
      const { plan, steps } = incident;
      const owed = plan.steps.filter((step) => steps[step.name]?.is === 'owed').length;
      const what = `${briefly(plan.services)} moved to ${watch.regions[plan.to]}`;
      const proof = 'seen there from outside';
      const owing = `${counted(owed, 'step')} still owed in ${watch.regions[plan.from]}`;
      return owed === 0 ? `${what}, ${proof}` : `${what}, ${proof}; ${owing}`;
    }
    case 'over':
      return overLine(incident, watch, outage, facts);
    default:
      return never(incident);
  }
}

const endTones = { cleared: 'calm', moved: 'good', abandoned: 'news', superseded: 'news' } as const;

export function toneOf(incident: Incident, watch: Watch): Card['tone'] {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
      return 'news';
    case 'confirmed':
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

function overLine(
  { outcome, at }: Extract<Incident, { stage: 'over' }>,
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
      const what = plan === undefined ? 'The move' : briefly(plan.services);
      const to = plan === undefined ? '' : ` to ${watch.regions[plan.to]}`;
      const after = `${took(proven - outage.since)} after the first failure`;
      return `${what} moved${to}, proven ${utc(proven)}, ${after}`;
    }
    case 'abandoned':
      return `The move away from ${region} was abandoned at ${utc(at)}`;
    case 'superseded':
      return `A new watch file ended this at ${utc(at)}: what is down in ${region} is judged anew`;
    default:
      return never(outcome);
  }
}
