/** What must hold before any step is tried, whatever led there. */

import type { Moving } from './incident.ts';
import type { Step } from './plan.ts';

/**
 * Why `step` may not be tried now, as sentences; empty when it may. A singleton is never enabled on
 * a second side unless the first is proven disabled, or its fence is owed and the approver saw that
 * it might be: `owable` steps are marked on every card. A stronger fence beside it is always proven:
 * it lies where it can be reached, and is what still holds when that side wakes.
 */
export function objections({ plan, approval, steps }: Moving, step: Step): readonly string[] {
  const unguarded = step.guardedBy.filter((name) => {
    const guard = plan.steps.find((s) => s.name === name);
    const is = steps[name]?.is;
    const owed = is === 'owed' && guard?.owable === true && guard.holds === undefined;
    return is !== 'done' && is !== 'settled' && !owed;
  });
  return [
    ...(approval.digest === plan.digest ? [] : ['the approval is for another plan']),
    ...unguarded.map((name) => `${name} must be done before, so that nothing runs twice`),
  ];
}
