/** Questions about a move under way, answered from its plan and the state of its steps. */

import type {
  Carrying,
  Cause,
  Confirmed,
  Held,
  Incident,
  Moving,
  Settling,
  Wished,
} from './incident.ts';
import type { Serving } from './names.ts';
import { movePhases, type Step, servingAfter } from './plan.ts';

export type Carried = Moving | Held | Settling;

export function isCarrying(incident: Incident): incident is Carried {
  return incident.stage === 'moving' || incident.stage === 'held' || incident.stage === 'settling';
}

/** Whether people are asked, or may be. */
export function isAsking(incident: Incident): incident is Confirmed | Wished {
  return incident.stage === 'confirmed' || incident.stage === 'wished';
}

export function causeOf(incident: Confirmed | Wished): Cause {
  return incident.stage === 'confirmed'
    ? { is: 'outage', outage: incident.outage }
    : { is: 'wish', wish: incident.wish };
}

/** The phase that is being carried out: the first with an open step; none when all are settled. */
export function phaseOf({ plan, steps }: Pick<Carrying, 'plan' | 'steps'>) {
  return movePhases.find((phase) =>
    plan.steps.some((s) => s.phase === phase && steps[s.name]?.is === 'open'),
  );
}

export function owedSteps({ plan, steps }: Pick<Carrying, 'plan' | 'steps'>): readonly Step[] {
  return plan.steps.filter((s) => steps[s.name]?.is === 'owed');
}

/** The fences of a step that were seen done: whether they still stand, only Azure can tell. */
export function provenFences(
  { plan, steps }: Pick<Carrying, 'plan' | 'steps'>,
  { guardedBy }: Step,
): readonly Step[] {
  return plan.steps.filter(({ name, phase, holds }) => {
    const is = steps[name]?.is;
    // On the way home a stronger fence is turned later, and can be undone as well.
    const stops = phase === 'fence' || phase === 'collect' || holds !== undefined;
    return stops && guardedBy.includes(name) && (is === 'done' || is === 'settled');
  });
}

/** The services that the plan moves, without those of which a person skipped a step. */
export function carriedOver({ plan, steps }: Pick<Carrying, 'plan' | 'steps'>) {
  const skipped = plan.steps.filter((s) => steps[s.name]?.is === 'skipped').map((s) => s.service);
  return plan.services.filter((name) => !skipped.includes(name));
}

/** Where they serve from, once it is proven. */
export function activeAfter(
  move: Pick<Carrying, 'plan' | 'steps'>,
): Readonly<Record<string, Serving>> {
  return Object.fromEntries(carriedOver(move).map((name) => [name, servingAfter(move.plan, name)]));
}
