/** What a plan's steps, and the checks before it, say of where a move may have left something. */

import { messagesLeft } from '../../checks/messages-left.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Schema } from '../../core/kinds.ts';
import type { ServiceName } from '../../core/names.ts';
import type { Plan, Step, Target } from '../../core/plan.ts';
import { lastOf } from '../../core/telling/story.ts';
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

/** A fence alone moves nothing: workflows that copy numbers are stopped, and none begun elsewhere. */
export function workflowsOf(
  name: ServiceName,
  plan: Plan,
  watch: Watch,
): readonly MovedWorkflows[] {
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
export function namespacesOf(
  name: ServiceName,
  { from }: Plan,
  watch: Watch,
): readonly LeftNamespace[] {
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

export function numbersOf(
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

/** Plans are kept for good, and kinds change. */
function readAs<T>(schema: Schema<T>, settings: unknown, kind: string): T {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new Trouble('settings-unknown', {
    message: `Cannot reconcile this move because ${kind} had other settings then: ${parsed.error.issues.map(({ message }) => message).join('; ')}`,
    next: 'Reconcile it with the version of farwatch that has made it.',
  });
}
