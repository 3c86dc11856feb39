/** How a move goes on: which step may be tried, owed or held, by what Azure says of it. */

import { isCarrying, owedSteps, phaseOf } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact } from '../fact.ts';
import type { Incident, Moving, Settling, StepState } from '../incident.ts';
import { objections } from '../invariants.ts';
import type { Instant, StepName } from '../names.ts';
import { later } from '../names.ts';
import { never } from '../never.ts';
import { isBack, targetTroubles } from '../outage.ts';
import { type Picture, verdictOf } from '../picture.ts';
import type { Standing, Step } from '../plan.ts';
import type { Told } from '../signal.ts';
import { claimMs } from '../watch.ts';
import { ending } from './judged.ts';

type Facts = readonly Fact[];

export function onPreflighted(
  incident: Incident,
  { standings }: Told<'preflighted'>,
  { watch }: Rulebook,
  at: Instant,
): Facts {
  if (incident.stage !== 'moving' || incident.preflighted) return [];
  const found = incident.plan.steps.map((step) => ({ step, standing: standings[step.name] }));
  const stuck = found.find(({ standing }) => standing?.is === 'stuck');
  if (stuck?.standing?.is === 'stuck') {
    return [{ kind: 'held', at, step: stuck.step.name, why: stuck.standing.why }];
  }
  // An owable step may be out of reach, that is what owing is for; any other must be readable.
  const unread = found.filter(({ standing }) => standing?.is === 'unsure');
  const needed = unread.find(({ step }) => !step.owable);
  const late = at - incident.approval.at >= watch.rules.startMs;
  if (needed?.standing?.is === 'unsure') {
    const why = `${needed.step.title} could not be inspected in time: ${needed.standing.why}`;
    return late ? [{ kind: 'held', at, step: needed.step.name, why }] : [];
  }
  const notes = unread.map(({ step, standing }) =>
    standing?.is === 'unsure' ? `${step.name}: ${standing.why}` : step.name,
  );
  return [{ kind: 'preflighted', at, notes }];
}

export function onInspected(
  incident: Incident,
  told: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  if (incident.stage !== 'moving' && incident.stage !== 'settling') return [];
  const step = incident.plan.steps.find((s) => s.name === told.step);
  const state = incident.steps[told.step];
  if (step === undefined || state === undefined) return [];
  if (state.is === 'owed') return onOwed(incident, step, state, told, rules, at);
  const current = state.is === 'open' && phaseOf(incident) === step.phase;
  if (incident.stage !== 'moving' || !current) return [];
  return onCurrent(incident, step, state, told, rules, at);
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
  switch (standing.is) {
    case 'done':
      return finished(incident, { kind: 'stepDone', at, step: step.name }, at);
    case 'stuck':
      return held(standing.why);
    case 'unsure': {
      const unsure: Facts =
        state.failedSince === undefined
          ? [{ kind: 'stepUnsure', at, step: step.name, why: standing.why }]
          : [];
      if (mayOwe(incident, step, state, picture, rules, at))
        return owe(incident, step, standing.why, at);
      return late ? [...unsure, ...held(`not known to be done in time: ${standing.why}`)] : unsure;
    }
    case 'moving':
      return late ? held('it was not done in time') : progressed(step, state, standing, at);
    case 'todo': {
      if (state.failedSince !== undefined && mayOwe(incident, step, state, picture, rules, at)) {
        return owe(incident, step, state.why ?? 'it could not be applied', at);
      }
      if (late) return held(state.why ?? 'it was not done in time');
      if (isTaken(state, at)) return [];
      if (state.tries >= watch.rules.triesMax) {
        return held(state.why ?? `tried ${state.tries} times and still not done`);
      }
      const objection = objections(incident, step)[0] ?? doubt(incident, step, picture, rules, at);
      return objection === undefined ? tried(step, told, rules, at) : held(objection);
    }
    default:
      return never(standing);
  }
}

function tried(step: Step, { run }: Told<'inspected'>, { watch }: Rulebook, at: Instant): Facts {
  const until = later(at, claimMs(watch.rules));
  return [{ kind: 'stepTried', at, step: step.name, run, until }];
}

/** Somebody's hand is on it, or Azure is still given its time. */
function isTaken({ claim, sent, notBefore }: StepState, at: Instant): boolean {
  const inHand = claim !== undefined && !sent && at < claim.until;
  return inHand || (notBefore !== undefined && at < notBefore);
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
  const { plan, outage, begun, proceed, approval } = incident;
  const first = !begun;
  if (!(first || step.irreversible) || proceed.includes(step.name)) return undefined;
  if (first && at - approval.at >= watch.rules.startMs) {
    return 'the approval was not begun in time';
  }
  if (plan.mode === 'forced' && isBack(picture, outage)) {
    const next = step.irreversible ? 'and this step cannot be undone' : 'and nothing was done yet';
    return `what was down is up again, ${next}`;
  }
  const [trouble] = targetTroubles(watch, picture, plan.from, plan.services);
  return trouble;
}

/** Only owable steps, only in forced mode, only while their region is judged down and tries fail. */
function mayOwe(
  { plan, outage }: Moving,
  step: Step,
  state: StepState,
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): boolean {
  const dark =
    verdictOf(picture, step.service, plan.from) === 'down' ||
    outage.services.every((name) => verdictOf(picture, name, plan.from) === 'down');
  const failing =
    state.failedSince !== undefined && at - state.failedSince >= watch.rules.oweAfterMs;
  return step.owable && plan.mode === 'forced' && dark && failing;
}

function owe(incident: Moving, step: Step, why: string, at: Instant): Facts {
  return finished(incident, { kind: 'stepOwed', at, step: step.name, why }, at);
}

/** A step left its phase; when it was the last one, the move is made and waits for its proof. */
function finished(incident: Moving, fact: Fact, at: Instant): Facts {
  const now = evolve(incident, fact);
  const all = isCarrying(now) && phaseOf(now) === undefined && now.movedAt === undefined;
  return all ? [fact, { kind: 'moved', at }] : [fact];
}

function progressed(
  step: Step,
  { progress }: StepState,
  standing: Extract<Standing, { is: 'moving' }>,
  at: Instant,
): Facts {
  const now = standing.progress;
  if (now === undefined || (now.done === progress?.done && now.of === progress.of)) return [];
  return [{ kind: 'stepProgressed', at, step: step.name, ...now }];
}

/** An owed step is never late: it is tried until it is settled. */
function onOwed(
  incident: Moving | Settling,
  step: Step,
  state: StepState,
  told: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { standing } = told;
  if (standing.is === 'done') return settled(incident, step, rules, at);
  if (standing.is !== 'todo' || isTaken(state, at)) return [];
  return tried(step, told, rules, at);
}

function settled(incident: Moving | Settling, step: Step, { watch }: Rulebook, at: Instant): Facts {
  const fact: Fact = {
    kind: 'stepSettled',
    at,
    step: step.name,
    overlapMs: overlapMs(incident, step, at),
  };
  const now = evolve(incident, fact);
  const last = now.stage === 'settling' && owedSteps(now).length === 0;
  return last ? [fact, ending(watch.rules.quietMs, at)] : [fact];
}

/** From when both sides may have run: the source showed life, and what the step guards was done. */
function overlapMs(
  { plan, steps, sourceBackAt }: Moving | Settling,
  step: Step,
  at: Instant,
): number | undefined {
  const guarded = plan.steps.filter((s) => s.guardedBy.includes(step.name));
  const done = guarded.flatMap((s) => steps[s.name]?.doneAt ?? []);
  if (sourceBackAt === undefined || done.length === 0) return undefined;
  return Math.max(0, at - Math.max(sourceBackAt, Math.min(...done)));
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
