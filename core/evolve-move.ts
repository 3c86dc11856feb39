/** Applies the facts of a move to its steps. */

import { type Carried, phaseOf } from './carrying.ts';
import type { FactOf } from './fact.ts';
import type { Carrying, Incident, Standpoint, StepState } from './incident.ts';
import type { Instant, StepName } from './names.ts';
import { later } from './names.ts';
import { never } from './never.ts';
import { partingAfter } from './parting.ts';
import type { Step } from './plan.ts';

type MoveFact = FactOf<
  | 'preflighted'
  | 'targetFixed'
  | 'stepTried'
  | 'stepApplied'
  | 'stepFailed'
  | 'stepUnsure'
  | 'stepProgressed'
  | 'stepDone'
  | 'stepOwed'
  | 'stepSettled'
  | 'stepSkipped'
  | 'sourceBack'
  | 'held'
  | 'resumed'
  | 'moved'
  | 'proven'
>;

export function onMove(incident: Carried, fact: MoveFact): Incident {
  switch (fact.kind) {
    case 'preflighted':
      return {
        ...incident,
        preflighted: true,
        steps: { ...incident.steps, ...unread(incident, fact) },
      };
    case 'sourceBack':
      return { ...incident, sourceBackAt: fact.at };
    case 'targetFixed':
      return fixed(incident, fact);
    case 'held':
      return {
        ...incident,
        ...{ stage: 'held', step: fact.step, why: fact.why },
        ...(fact.chainOnly && { chainOnly: true }),
      };
    case 'resumed':
      return resumed(incident, fact);
    case 'moved':
      return { ...incident, movedAt: fact.at };
    case 'proven': {
      const active = { ...incident.active, ...fact.active };
      const parting = partingAfter(incident.plan, active, incident.parting);
      return { ...carried(incident), stage: 'settling', active, parting };
    }
    default:
      return onStep(incident, fact);
  }
}

/** What the preflight could not read has been failing since the approval. */
function unread(
  { steps, approval }: Carried,
  { notes }: FactOf<'preflighted'>,
): Readonly<Record<StepName, StepState>> {
  return Object.fromEntries(
    notes.flatMap(({ step, why }) => {
      const state = steps[step];
      return state === undefined ? [] : [[step, { ...state, failedSince: approval.at, why }]];
    }),
  );
}

/** The first is the one: a target that was fixed is what a claim may already have written. */
function fixed(incident: Carried, { step, target }: FactOf<'targetFixed'>): Incident {
  const state = incident.steps[step];
  if (state === undefined || state.target !== undefined) return incident;
  return { ...incident, steps: { ...incident.steps, [step]: { ...state, target } } };
}

/** Only what every stage of a move has: `held` brings fields of its own, which end with it. */
function carried(incident: Carried): Standpoint & Carrying {
  if (incident.stage !== 'held') return incident;
  const { step: _step, why: _why, chainOnly: _chainOnly, ...rest } = incident;
  return rest;
}

function resumed(incident: Carried, { at, order, step }: FactOf<'resumed'>): Incident {
  const base = carried(incident);
  const proceed =
    order === 'proceed' && step !== undefined ? [...base.proceed, step] : base.proceed;
  const reset = step === undefined ? Object.keys(base.steps) : [step];
  const undone = incident.stage === 'held' ? incident.step : undefined;
  const isReset = (name: string, { is }: StepState) =>
    reset.includes(name) &&
    (is === 'open' || (name === undone && (is === 'done' || is === 'settled')));
  const steps = Object.fromEntries(
    Object.entries(base.steps).map(([name, state]) => [
      name,
      isReset(name, state) ? again(state, at) : state,
    ]),
  );
  // The time of the proof begins anew as well.
  const movedAt = base.movedAt === undefined ? undefined : at;
  const without = order === 'proceed' && incident.stage === 'held' && incident.chainOnly;
  const chain = without ? { withoutChain: true as const } : {};
  return { ...base, stage: 'moving', proceed, steps, movedAt, ...chain };
}

/**
 * A person's order gives a step its time and its tries anew; a live claim stays a claim. A fence that
 * others have undone is open again.
 */
function again(state: StepState, at: Instant): StepState {
  return { ...state, is: 'open', tries: 0, since: at, failedSince: undefined, why: undefined };
}

type StepFact = Extract<MoveFact, { step: StepName }> & { kind: `step${string}` };

function onStep(incident: Carried, fact: StepFact): Incident {
  const { step } = fact;
  const state = incident.steps[step];
  const planned = incident.plan.steps.find((s) => s.name === step);
  if (state === undefined || planned === undefined) return incident;
  const steps: Readonly<Record<StepName, StepState>> = {
    ...incident.steps,
    [step]: advance(state, fact, planned),
  };
  const entered = phaseOf({ ...incident, steps });
  const left = phaseOf(incident);
  const begun = incident.begun || fact.kind === 'stepTried';
  if (entered === left) return { ...incident, begun, steps };
  // The clock of a step starts with its phase, not with the approval.
  const started = incident.plan.steps
    .filter((s) => s.phase === entered)
    .map((s) => [s.name, { ...(steps[s.name] ?? fresh(fact.at)), since: fact.at }] as const);
  return { ...incident, begun, steps: { ...steps, ...Object.fromEntries(started) } };
}

function advance(state: StepState, fact: StepFact, step: Step): StepState {
  switch (fact.kind) {
    case 'stepTried': {
      const claim = { run: fact.run, until: fact.until };
      return { ...state, claim, sent: false, tries: state.tries + 1 };
    }
    case 'stepApplied':
      return {
        ...state,
        sent: true,
        failedSince: undefined,
        why: undefined,
        notBefore: later(fact.at, step.settleMs),
      };
    case 'stepFailed':
      return failed(state, fact, step);
    case 'stepUnsure':
      return { ...state, failedSince: state.failedSince ?? fact.at, why: fact.why };
    case 'stepProgressed': {
      // A try that got further is not a failing one.
      const further = fact.done > (state.progress?.done ?? 0);
      const tries = further ? Math.min(state.tries, 1) : state.tries;
      return { ...state, tries, progress: { done: fact.done, of: fact.of } };
    }
    case 'stepDone':
      return { ...state, is: 'done', claim: undefined, doneAt: fact.at };
    case 'stepOwed':
      return { ...state, is: 'owed', why: fact.why };
    case 'stepSettled':
      return { ...state, is: 'settled', claim: undefined, doneAt: fact.at };
    case 'stepSkipped':
      return { ...state, is: 'skipped', claim: undefined, why: fact.why };
    default:
      return never(fact);
  }
}

/** Before another try after a failure that certainly had no effect. */
const pauseMs = 1_000;

function failed(state: StepState, fact: FactOf<'stepFailed'>, step: Step): StepState {
  const failedSince = state.failedSince ?? fact.at;
  const base = { ...state, why: fact.why, failedSince };
  // `no` frees the claim at once; `maybe` leads back to inspection after Azure's settling time.
  if (fact.sent === 'maybe')
    return { ...base, sent: true, notBefore: later(fact.at, step.settleMs) };
  const notBefore = later(fact.at, fact.retryAfterMs ?? pauseMs);
  return { ...base, claim: undefined, sent: false, notBefore };
}

export function fresh(since: Instant): StepState {
  return {
    is: 'open',
    tries: 0,
    claim: undefined,
    sent: false,
    notBefore: undefined,
    failedSince: undefined,
    why: undefined,
    progress: undefined,
    target: undefined,
    since,
    doneAt: undefined,
  };
}
