/** What may stay undone for now, because its region is dark, and how it is settled later. */

import { type Carried, isCarrying, owedSteps } from '../carrying.ts';
import type { Rulebook } from '../decide.ts';
import { evolve } from '../evolve.ts';
import type { Fact } from '../fact.ts';
import type { Incident, Moving, StepState } from '../incident.ts';
import type { Instant } from '../names.ts';
import { type Picture, verdictOf } from '../picture.ts';
import type { Step } from '../plan.ts';
import type { Told } from '../signal.ts';
import { isTaken, tried } from './claims.ts';
import { ending } from './proof.ts';

type Facts = readonly Fact[];

/** Only owable steps, only in forced mode, only while their region is judged down and tries fail. */
export function mayOwe(
  { plan, cause }: Moving,
  step: Step,
  state: StepState,
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): boolean {
  const own = verdictOf(picture, step.service, plan.from);
  const lost =
    cause.is === 'outage' &&
    cause.outage.services.every((name) => verdictOf(picture, name, plan.from) === 'down');
  // What is seen up can be fenced; leaving it running would run it twice.
  const dark = own === 'down' || (own === 'unsure' && lost);
  const failing =
    state.failedSince !== undefined && at - state.failedSince >= watch.rules.oweAfterMs;
  return step.owable && plan.mode === 'forced' && dark && failing;
}

/** An owed step is never late: it is tried until it is settled. */
export function onOwed(
  incident: Carried,
  step: Step,
  state: StepState,
  told: Told<'inspected'>,
  rules: Rulebook,
  at: Instant,
): Facts {
  const { standing } = told;
  if (standing.is === 'unsure' || standing.is === 'stuck') return [];
  // That its region could be read at all is the first sign of life, often before any probe's.
  const first: Facts =
    incident.sourceBackAt === undefined
      ? [{ kind: 'sourceBack', at, side: incident.plan.from }]
      : [];
  const now = first.reduce(evolve, incident as Incident);
  if (standing.is === 'done' && isCarrying(now)) {
    return [...first, ...settled(now, step, rules, at)];
  }
  if (standing.is !== 'todo' || isTaken(state, at)) return first;
  return [...first, ...tried(step, told, rules, at)];
}

function settled(incident: Carried, step: Step, { watch }: Rulebook, at: Instant): Facts {
  const fact: Fact = {
    kind: 'stepSettled',
    at,
    step: step.name,
    overlapMs: overlapMs(incident, step, at),
  };
  const now = evolve(incident, fact);
  const last = now.stage === 'settling' && owedSteps(now).length === 0;
  return last ? [fact, ending(incident, watch, at)] : [fact];
}

/** From when both sides may have run: the source showed life, and what the step guards was done. */
function overlapMs(
  { plan, steps, sourceBackAt }: Carried,
  step: Step,
  at: Instant,
): number | undefined {
  const guarded = plan.steps.filter((s) => s.guardedBy.includes(step.name));
  const done = guarded.flatMap((s) => steps[s.name]?.doneAt ?? []);
  if (sourceBackAt === undefined || done.length === 0) return undefined;
  return Math.max(0, at - Math.max(sourceBackAt, Math.min(...done)));
}
