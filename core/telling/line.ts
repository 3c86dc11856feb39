/** Any fact in one line, for whoever reads the whole story: at a terminal, or in a report afterwards. */

import type { Fact } from '../fact.ts';
import type { Plan } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { byHandLines } from './by-hand.ts';
import { newsOf } from './news.ts';
import { warningOf } from './traffic-only.ts';

export interface Line {
  /** What kind of news it is: a sign and a colour repeat it. */
  readonly tone: 'bad' | 'good' | 'asks' | 'step';
  /** Empty where nothing is to be said of it. */
  readonly text: string;
  /** What belongs to it, a line each. */
  readonly more: readonly string[];
}

/** `before`: the facts that went before, in which the words of a condition are found again. */
export function lineOf(fact: Fact, watch: Watch, before: readonly Fact[]): Line {
  const news = newsOf(fact, watch, before);
  switch (fact.kind) {
    case 'suspected':
      return line('bad', `suspected: ${watch.regions[fact.side]}`);
    case 'confirmed':
      return line('bad', `confirmed: ${watch.regions[fact.side]} is down`, fact.layers);
    case 'offered': {
      const { number, plans, readiness = [] } = fact.offer;
      const moves = plans.map((plan, at) => `[${at + 1}] move ${choiceOf(plan)}`);
      const told = plans.flatMap((plan) => [...warningOf(plan, watch), ...byHandLines(plan)]);
      const more = [...readiness, ...told];
      return line('asks', `offer ${number}: ${moves.join('  ')}`, more);
    }
    case 'asked':
      return line('asks', 'the card is in the room');
    case 'cleared':
      return line('good', 'cleared: what was down is up again');
    case 'preflighted': {
      const out = fact.notes.map(({ step, why }) => `${step} (${why})`).join('; ');
      return line(
        'step',
        `preflight: every step inspected${out === '' ? '' : `; out of reach: ${out}`}`,
      );
    }
    case 'targetFixed':
      return line('step', `${fact.step}: to reach ${fact.target.says}`);
    case 'stepTried':
      return line('step', `${fact.step}: claimed`);
    case 'stepApplied':
      return line('step', `${fact.step}: accepted`);
    case 'stepUnsure':
      return line('step', `${fact.step}: cannot be inspected: ${fact.why}`);
    case 'stepFailed':
      return line('bad', `${fact.step}: failed: ${fact.why}`);
    case 'stepProgressed':
      return line('step', `${fact.step}: ${fact.done} of ${fact.of}`);
    case 'stepDone':
      return line('good', `${fact.step}: done, as read back`);
    case 'moved':
      return line('step', 'moved: every step is done or owed; now the proof');
    case 'over':
      return line('good', `over: ${fact.outcome}`);
    case 'opened':
      return line('step', `incident ${fact.incident}`);
    case 'held':
    case 'stepOwed':
    case 'refused':
    case 'doubted':
      return line('asks', news ?? fact.kind);
    case 'proven':
    case 'stepSettled':
    case 'approved':
      return line('good', news ?? fact.kind);
    default:
      return line('step', news ?? fact.kind);
  }
}

/** Two plans may be of the same services. */
export function choiceOf({ services, byHand, trafficOnly }: Plan): string {
  const what = trafficOnly === undefined ? '' : 'only the traffic of ';
  return `${what}${services.join(', ')}${byHand === undefined ? '' : ' as changed by hand'}`;
}

function line(tone: Line['tone'], text: string, more: readonly string[] = []): Line {
  return { tone, text, more };
}
