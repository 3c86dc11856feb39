/** What is said of a fence that is owed, or may be: what holds beside it, or that nothing stronger does. */

import type { Fact } from '../fact.ts';
import type { Plan, Step } from '../plan.ts';
import { guardedBy, strongerThan } from '../stronger.ts';
import { listed } from './words.ts';

/** Undefined for what keeps nothing single: nothing of it can run twice. */
export type Fencing = Readonly<
  | { is: 'truly'; by: readonly Step[]; holds: string }
  /** Whoever wakes first may run twice. */
  | { is: 'as well as possible' }
>;

export function fencingOf(
  plan: Pick<Plan, 'steps'>,
  fence: Pick<Step, 'name'>,
): Fencing | undefined {
  if (guardedBy(plan, fence).length === 0) return undefined;
  const by = strongerThan(plan, fence);
  return by.length === 0
    ? { is: 'as well as possible' }
    : { is: 'truly', by, holds: by.map(({ holds = '' }) => holds).join(' and ') };
}

/** Before anybody says yes to it. */
export function ifOwed(plan: Pick<Plan, 'steps'>, fence: Step): string | undefined {
  const fencing = fencingOf(plan, fence);
  if (fencing === undefined) return undefined;
  return fencing.is === 'truly' ? `then ${fencing.holds}` : 'then fenced only as well as possible';
}

/** While it is owed; `facts`: up to now. */
export function whileOwed(
  plan: Pick<Plan, 'steps'>,
  fence: Pick<Step, 'name'>,
  facts: readonly Fact[],
): string | undefined {
  const fencing = fencingOf(plan, fence);
  if (fencing === undefined) return undefined;
  if (fencing.is !== 'truly') return 'fenced only as well as possible';
  const done = facts.flatMap((fact) => (fact.kind === 'stepDone' ? [fact.step] : []));
  const open = fencing.by.filter(({ name }) => !done.includes(name)).map(({ name }) => name);
  return open.length === 0
    ? `${fencing.holds}, which is proven`
    : `${fencing.holds} once ${listed(open)} is proven; nothing is enabled before`;
}

/** Of a time in which both sides may have run. */
export function inOverlap(plan: Pick<Plan, 'steps'>, fence: Pick<Step, 'name'>): string {
  const fencing = fencingOf(plan, fence);
  return fencing?.is === 'truly' ? `, where ${fencing.holds}` : '';
}
