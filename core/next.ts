/** What this run should do now. A function of state alone: a crash before doing costs nothing. */

import { type Carried, owedSteps, phaseOf, provenFences } from './carrying.ts';
import type { Incident } from './incident.ts';
import type { Instant, Run } from './names.ts';
import { never } from './never.ts';
import type { Step } from './plan.ts';

export type Effect = Readonly<
  /** Every step inspected once with the switch identity, before anything is touched. */
  | { kind: 'preflight'; steps: readonly Step[] }
  /** What the step must reach, read once the phases before its own are over. */
  | { kind: 'fix'; step: Step }
  | { kind: 'inspect'; step: Step; target?: unknown; fences: readonly Step[] }
  /** Every step is done: the vantages are asked to look now, not at their next round. */
  | { kind: 'prove' }
  /** Only until `until`: after that the claim is another's. */
  | {
      kind: 'apply';
      step: Step;
      until: Instant;
      target?: unknown;
      /** What must still stand when it is applied. */
      fences: readonly Step[];
    }
>;

/** `inspect` is for everyone, `apply` for the claim's owner. Empty: the incident rests. */
export function next(incident: Incident, me: Run, at: Instant): readonly Effect[] {
  switch (incident.stage) {
    case 'calm':
    case 'suspected':
    case 'confirmed':
    case 'wished':
    case 'over':
      return [];
    case 'moving': {
      if (!incident.preflighted) return [{ kind: 'preflight', steps: incident.plan.steps }];
      const phase = phaseOf(incident);
      const current = incident.plan.steps.filter(
        (step) => step.phase === phase && incident.steps[step.name]?.is === 'open',
      );
      const turns = [...current, ...owedSteps(incident)].map((s) => turn(incident, s, me, at));
      return incident.movedAt === undefined ? turns : [...turns, { kind: 'prove' }];
    }
    // What is owed to a region that returns does not wait for a person's order about the rest.
    case 'held':
    case 'settling':
      return owedSteps(incident).map((step) => turn(incident, step, me, at));
    default:
      return never(incident);
  }
}

function turn(incident: Carried, step: Step, me: Run, at: Instant): Effect {
  const state = incident.steps[step.name];
  const target = state?.target;
  if (step.fixes && target === undefined) return { kind: 'fix', step };
  const aim = target === undefined ? {} : { target: target.value };
  const fences = provenFences(incident, step);
  const claim = state?.claim;
  const mine = claim?.run === me && at < claim.until && state?.sent === false;
  return mine
    ? { kind: 'apply', step, until: claim.until, ...aim, fences }
    : { kind: 'inspect', step, ...aim, fences };
}
