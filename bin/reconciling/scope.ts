/** What there is to reconcile: one move as its facts tell it, and where it may have left something. */

import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import { type Instant, later, type ServiceName } from '../../core/names.ts';
import type { Plan, Step } from '../../core/plan.ts';
import type { Overlap, Span } from '../../core/telling/reconciliation.ts';
import { causeTold, lastOf } from '../../core/telling/story.ts';
import type { Watch } from '../../core/watch.ts';
import {
  type LeftNamespace,
  type MovedWorkflows,
  namespacesOf,
  numbersOf,
  type RaisedNumbers,
  workflowsOf,
} from './left-behind.ts';

export interface Scope {
  readonly incident: number;
  readonly plan: Plan;
  readonly movedAt: Instant | undefined;
  readonly window: Span;
  readonly workflows: readonly MovedWorkflows[];
  readonly namespaces: readonly LeftNamespace[];
  readonly numbers: readonly RaisedNumbers[];
  readonly overlaps: readonly Overlap[];
  /** They were moved, and the file has none of that name any more. */
  readonly forgotten: readonly ServiceName[];
}

/** `facts`: all of one incident. Undefined when nothing was left in it: no move, or one that mends. */
export function scopeOf(
  watch: Watch,
  facts: readonly Fact[],
  since: readonly (readonly Fact[])[],
): Scope | undefined {
  const plan = lastOf(facts, 'approved')?.plan;
  const cause = causeTold(facts);
  if (plan === undefined || plan.move === 'repair' || cause === undefined) return undefined;
  const began = cause.is === 'wish' ? cause.wish.at : cause.outage.since;
  return {
    incident: replay(facts).number,
    plan,
    movedAt: lastOf(facts, 'moved')?.at,
    window: { from: began, until: settledAt(plan, facts) },
    workflows: plan.services.flatMap((service) => workflowsOf(service, plan, watch)),
    namespaces: leaving(plan, facts).flatMap((service) => namespacesOf(service, plan, watch)),
    numbers: plan.steps.flatMap((step) => numbersOf(step, facts, since)),
    overlaps: overlapsOf(plan, facts),
    forgotten: plan.services.filter((name) => !watch.services.some((one) => one.name === name)),
  };
}

const ends: readonly Fact['kind'][] = ['stepDone', 'stepSettled', 'stepSkipped'];

function endOf({ name }: Step, facts: readonly Fact[]): Instant | undefined {
  return facts.findLast((f) => ends.includes(f.kind) && 'step' in f && f.step === name)?.at;
}

/** When the last fence stood and the move was proven, or else was over; undefined while it is not. */
function settledAt(plan: Plan, facts: readonly Fact[]): Instant | undefined {
  const over = lastOf(facts, 'over')?.at;
  const fences = plan.steps.filter(({ phase }) => phase === 'fence');
  const all = [lastOf(facts, 'proven')?.at, ...fences.map((step) => endOf(step, facts))];
  const known = all.flatMap((at) => at ?? []);
  return known.length < all.length ? over : (Math.max(...known) as Instant);
}

/** Services of which something was done: what was given up before has left nothing. */
function leaving(plan: Plan, facts: readonly Fact[]): readonly ServiceName[] {
  const done = plan.steps.filter((step) => endOf(step, facts) !== undefined);
  return plan.services.filter((name) => done.some(({ service }) => service === name));
}

/** Of fences that were owed: from when the other side had begun, and this one showed life again. */
function overlapsOf({ steps }: Plan, facts: readonly Fact[]): readonly Overlap[] {
  const back = facts.find(({ kind }) => kind === 'sourceBack')?.at;
  return steps.flatMap((fence): readonly Overlap[] => {
    const { name: step, service } = fence;
    if (!facts.some((fact) => fact.kind === 'stepOwed' && fact.step === step)) return [];
    const receivers = steps.filter((s) => s.service === service && s.phase === 'receivers');
    const begun = receivers.flatMap((one) => endOf(one, facts) ?? []);
    if (begun.length === 0) return [];
    const since = Math.max(back ?? 0, Math.min(...begun)) as Instant;
    const settled = facts.findLast((fact) => fact.kind === 'stepSettled' && fact.step === step);
    if (settled?.kind === 'stepSettled') {
      // Measured where one of the two waits for the other, as singletons do.
      const { at, overlapMs = Math.max(0, at - since) } = settled;
      return overlapMs === 0 ? [] : [{ service, step, from: later(at, -overlapMs), until: at }];
    }
    const isOver = endOf(fence, facts) !== undefined;
    return isOver || back === undefined ? [] : [{ service, step, from: since, until: undefined }];
  });
}
