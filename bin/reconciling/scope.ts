/** What there is to reconcile: one move as its facts tell it, and where it may have left something. */

import { messagesLeft } from '../../checks/messages-left.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Schema } from '../../core/kinds.ts';
import { type Instant, later, type ServiceName } from '../../core/names.ts';
import type { Plan, Step, Target } from '../../core/plan.ts';
import type { Overlap, Span } from '../../core/telling/reconciliation.ts';
import { causeTold, lastOf } from '../../core/telling/story.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Service, Watch } from '../../core/watch.ts';
import { dns } from '../../probes/dns.ts';
import { logicApp } from '../../probes/logic-app.ts';
import { controlNumbers } from '../../steps/control-numbers.ts';
import { logicAppState } from '../../steps/logic-app-state.ts';
import type { SiteSettings } from '../../steps/site-workflows.ts';
import type { WorkflowChoice } from '../../steps/workflow-choice.ts';
import { workflowFlowState } from '../../steps/workflow-flow-state.ts';

export type Workflows = Readonly<
  { is: 'consumption'; choice: WorkflowChoice } | { is: 'standard'; choice: SiteSettings }
>;

/** Disabled on the side that was left, and enabled on the other. */
export interface MovedWorkflows {
  readonly service: ServiceName;
  readonly left: Workflows;
  readonly serving: Workflows;
  /** Runs of these are nobody's loss: the probes' own. */
  readonly except: readonly string[];
}

export interface LeftNamespace {
  readonly service: ServiceName;
  /** A full ARM id. */
  readonly namespace: string;
  readonly host: string;
  /** The probes' own queues. */
  readonly except: readonly string[];
}

export interface RaisedNumbers {
  readonly service: ServiceName;
  /** The account that was left, and the one that goes on. */
  readonly source: string;
  readonly account: string;
  readonly target: Target;
  /** The incident in which the numbers of the source were raised in turn, after this one. */
  readonly raisedSince: number | undefined;
}

export interface Scope {
  readonly incident: number;
  readonly plan: Plan;
  readonly movedAt: Instant | undefined;
  readonly window: Span;
  readonly workflows: readonly MovedWorkflows[];
  readonly namespaces: readonly LeftNamespace[];
  readonly numbers: readonly RaisedNumbers[];
  readonly overlaps: readonly Overlap[];
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

/** A fence alone moves nothing: workflows that copy numbers are stopped, and none begun elsewhere. */
function workflowsOf(name: ServiceName, plan: Plan, watch: Watch): readonly MovedWorkflows[] {
  const steps = plan.steps.filter(({ service }) => service === name);
  const except = watch.services
    .filter((service) => service.name === name)
    .flatMap((service) => healthOf(service));
  return steps.flatMap((fence) => {
    if (fence.phase !== 'fence') return [];
    const receivers = steps.find(({ kind, phase }) => kind === fence.kind && phase === 'receivers');
    const [left, serving] = [chosenBy(fence), receivers && chosenBy(receivers)];
    if (left === undefined || serving === undefined) return [];
    return [{ service: name, left, serving, except }];
  });
}

function chosenBy({ kind, settings }: Step): Workflows | undefined {
  if (kind === 'logic-app-state') {
    return { is: 'consumption', choice: readAs(logicAppState.settings, settings, kind) };
  }
  if (kind === 'workflow-flow-state') {
    return { is: 'standard', choice: readAs(workflowFlowState.settings, settings, kind) };
  }
  return undefined;
}

function healthOf({ probes }: Service): readonly string[] {
  const all = Object.values(probes).flatMap(({ active, passive }) => [...active, ...passive]);
  const names = all.flatMap(({ kind, settings }) =>
    kind === 'logic-app' ? [readAs(logicApp.settings, settings, kind).name] : [],
  );
  return [...new Set(names)];
}

/** What a move leaves in a namespace is what readiness has counted before it. */
function namespacesOf(name: ServiceName, { from }: Plan, watch: Watch): readonly LeftNamespace[] {
  const { checks = [], pointers = [] } = watch.services.find((one) => one.name === name) ?? {};
  return checks.flatMap(({ kind, settings, from: away }) => {
    if (kind !== 'messages-left' || (away !== undefined && away !== from)) return [];
    const { namespace, except } = readAs(messagesLeft.settings, settings, kind);
    const own = namespace.slice(namespace.lastIndexOf('/') + 1).toLowerCase();
    const told = pointers.flatMap((one) =>
      one.kind === 'dns' ? (readAs(dns.settings, one.settings, one.kind).sides?.[from] ?? []) : [],
    );
    const host = told[0] ?? `${own}.servicebus.windows.net`;
    return [{ service: name, namespace, host, except }];
  });
}

function numbersOf(
  { kind, name, service, settings }: Step,
  facts: readonly Fact[],
  since: readonly (readonly Fact[])[],
): readonly RaisedNumbers[] {
  if (kind !== 'control-numbers') return [];
  const fixed = facts.find((fact) => fact.kind === 'targetFixed' && fact.step === name);
  if (fixed?.kind !== 'targetFixed') return [];
  const { source, account } = readAs(controlNumbers.settings, settings, kind);
  const raised = since.find((later) => raises(source, later));
  const raisedSince = raised && replay(raised).number;
  return [{ service, source, account, target: fixed.target, raisedSince }];
}

function raises(wanted: string, facts: readonly Fact[]): boolean {
  const { steps = [] } = lastOf(facts, 'approved')?.plan ?? {};
  return steps.some(({ name, kind, settings }) => {
    if (kind !== 'control-numbers') return false;
    const { account } = readAs(controlNumbers.settings, settings, kind);
    const isFixed = facts.some((fact) => fact.kind === 'targetFixed' && fact.step === name);
    return isFixed && account.toLowerCase() === wanted.toLowerCase();
  });
}

/** Of fences that were owed: settled after so long, or owed to a side that has shown life again. */
function overlapsOf({ steps }: Plan, facts: readonly Fact[]): readonly Overlap[] {
  const back = facts.find(({ kind }) => kind === 'sourceBack')?.at;
  return steps.flatMap((fence): readonly Overlap[] => {
    const { name: step, service } = fence;
    const settled = facts.findLast((fact) => fact.kind === 'stepSettled' && fact.step === step);
    if (settled?.kind === 'stepSettled') {
      if (!settled.overlapMs) return [];
      const from = later(settled.at, -settled.overlapMs);
      return [{ service, step, from, until: settled.at }];
    }
    const isOwed = facts.some((fact) => fact.kind === 'stepOwed' && fact.step === step);
    const guarded = steps.filter(({ guardedBy }) => guardedBy.includes(step));
    const begun = guarded.flatMap((one) => endOf(one, facts) ?? []);
    const isOpen = isOwed && endOf(fence, facts) === undefined;
    if (!isOpen || back === undefined || begun.length === 0) return [];
    return [
      { service, step, from: Math.max(back, Math.min(...begun)) as Instant, until: undefined },
    ];
  });
}

/** Plans are kept for good, and kinds change. */
function readAs<T>(schema: Schema<T>, settings: unknown, kind: string): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new Trouble('settings-unknown', {
    message: `Cannot reconcile this move because ${kind} had other settings then: ${parsed.error.issues.map(({ message }) => message).join('; ')}`,
    next: 'Reconcile it with the version of farwatch that has made it.',
  });
}
