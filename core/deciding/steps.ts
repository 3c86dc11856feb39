/** How a move goes on: which step may be tried, owed or held, by what Azure says of it. */

import { isCarrying, phaseOf } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import type { Fact } from '../fact.ts';
import type { Incident, Moving, StepState } from '../incident.ts';
import { objections } from '../invariants.ts';
import type { Instant, StepName } from '../names.ts';
import { never } from '../never.ts';
import { isBack, targetTroubles, troublesOn } from '../outage.ts';
import type { Picture } from '../picture.ts';
import { isMending, type Standing, type Step } from '../plan.ts';
import type { Told } from '../signal.ts';
import { isTaken, tried } from './claims.ts';
import { unfenced } from './fences.ts';
import { mayOwe, onOwed } from './owing.ts';

type Facts = readonly Fact[];

export function onInspected(
  incident: Incident,
  told: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  if (!isCarrying(incident)) return [];
  const step = incident.plan.steps.find((s) => s.name === told.step);
  const state = incident.steps[told.step];
  if (step === undefined || state === undefined) return [];
  if (state.is === 'owed') return onOwed(incident, step, state, told, rules, at);
  const current = state.is === 'open' && phaseOf(incident) === step.phase;
  if (incident.stage !== 'moving' || !current) return [];
  return onCurrent(incident, step, state, told, rules, at);
}

/** Once, and before anybody may claim the step. */
export function onFixed(incident: Incident, told: Told<'fixed'>, at: Instant): Facts {
  if (incident.stage !== 'moving' || !incident.preflighted) return [];
  const { step: name, target } = told;
  const step = incident.plan.steps.find((s) => s.name === name);
  const state = incident.steps[name];
  const current = state?.is === 'open' && phaseOf(incident) === step?.phase;
  if (!current || !step?.fixes || state.target !== undefined) return [];
  return [{ kind: 'targetFixed', at, step: name, target }];
}

function onCurrent(
  incident: Moving,
  step: Step,
  state: StepState,
  told: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { standing, picture } = told;
  const { watch } = rules;
  const late = at - state.since >= step.stepMsMax;
  const held = (why: string): Facts => [{ kind: 'held', at, step: step.name, why }];
  // Before there is a target, an inspection tells only whether it can be looked at.
  const aimless = step.fixes && state.target === undefined;
  if (aimless && standing.is !== 'unsure' && standing.is !== 'stuck') return [];
  switch (standing.is) {
    case 'done':
      return [{ kind: 'stepDone', at, step: step.name }];
    case 'stuck':
      return held(standing.why);
    case 'unsure': {
      const unsure: Facts =
        state.failedSince === undefined
          ? [{ kind: 'stepUnsure', at, step: step.name, why: standing.why }]
          : [];
      if (mayOwe(incident, step, state, picture, rules, at)) return owed(step, standing.why, at);
      return late ? [...unsure, ...held(`not known to be done in time: ${standing.why}`)] : unsure;
    }
    case 'moving':
      if (!late) return progressed(step, state, standing, at);
      return held(['it was not done in time', ...(standing.why ? [standing.why] : [])].join(': '));
    case 'todo': {
      if (state.failedSince !== undefined && mayOwe(incident, step, state, picture, rules, at)) {
        return owed(step, state.why ?? 'it could not be applied', at);
      }
      if (late) return held(state.why ?? 'it was not done in time');
      if (isTaken(state, at)) return progressed(step, state, standing, at);
      if (state.tries >= watch.rules.triesMax) {
        return held(state.why ?? `tried ${state.tries} times and still not done`);
      }
      const fallen = unfenced(incident, step, state, told, rules, at);
      if (fallen !== undefined) return fallen;
      const objection = objections(incident, step)[0] ?? doubt(incident, step, picture, rules, at);
      return objection === undefined ? tried(step, told, rules, at) : held(objection);
    }
    default:
      return never(standing);
  }
}

/**
 * Before the first apply of a move, and before each irreversible step, both sides are judged again.
 * A person who said `proceed` for the step has seen this sentence.
 */
function doubt(
  incident: Moving,
  step: Step,
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): string | undefined {
  const { plan, cause, begun, proceed, approval } = incident;
  const first = !begun;
  if (!(first || step.irreversible) || proceed.includes(step.name)) return undefined;
  if (first && at - approval.at >= watch.rules.startMs) {
    return 'the approval was not begun in time';
  }
  if (cause.is === 'outage' && isBack(picture, cause.outage)) {
    const next = step.irreversible ? 'and this step cannot be undone' : 'and nothing was done yet';
    return `what was down is up again, ${next}`;
  }
  const [trouble] = targetTroubles(watch, picture, plan);
  if (trouble !== undefined || cause.is !== 'wish' || !first) return trouble;
  if (isMending(plan)) return undefined;
  // Once its fences stand, the side that is left looks down because of us.
  return troublesOn(plan.from, watch, picture, plan.services)[0];
}

function owed(step: Step, why: string, at: Instant): Facts {
  return [{ kind: 'stepOwed', at, step: step.name, why }];
}

function progressed(
  step: Step,
  { progress }: StepState,
  standing: Extract<Standing, { is: 'moving' | 'todo' }>,
  at: Instant,
): Facts {
  const now = standing.progress;
  if (now === undefined || (now.done === progress?.done && now.of === progress.of)) return [];
  return [{ kind: 'stepProgressed', at, step: step.name, ...now }];
}

export function onApplied(incident: Incident, { step, run }: Told<'applied'>, at: Instant): Facts {
  return holds(incident, step, run) ? [{ kind: 'stepApplied', at, step, run }] : [];
}

export function onFailed(incident: Incident, told: Told<'failed'>, at: Instant): Facts {
  const { step, run, sent, why, retryAfterMs } = told;
  if (!holds(incident, step, run)) return [];
  const retry = retryAfterMs === undefined ? {} : { retryAfterMs };
  return [{ kind: 'stepFailed', at, step, run, sent, why, ...retry }];
}

function holds(incident: Incident, step: StepName, run: string): boolean {
  if (!isCarrying(incident)) return false;
  const state = incident.steps[step];
  return state?.claim?.run === run && !state.sent;
}

export function onStopped(incident: Incident, { why }: Told<'stopped'>, at: Instant): Facts {
  return incident.stage === 'moving' ? [{ kind: 'held', at, step: undefined, why }] : [];
}
