/** Which fences still hold when a side wakes before the fence that may be owed to it. */

import type { Plan, Step } from './plan.ts';

type Steps = Pick<Plan, 'steps'>;

/** What waits for it, so that nothing runs twice; empty for what keeps nothing single. */
export function guardedBy({ steps }: Steps, { name }: Pick<Step, 'name'>): readonly Step[] {
  return steps.filter((step) => step.guardedBy.includes(name));
}

/** Beside `fence`: those that everything waits for as well that waits for it. */
export function strongerThan(plan: Steps, fence: Pick<Step, 'name'>): readonly Step[] {
  const guarded = guardedBy(plan, fence);
  return plan.steps.filter(
    ({ name, holds }) =>
      holds !== undefined && guarded.length > 0 && guarded.every((s) => s.guardedBy.includes(name)),
  );
}
