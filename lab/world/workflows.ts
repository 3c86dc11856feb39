/** Logic Apps of both regions: their state, late to show, and who is told when it changes. */

import type { Workflow, WorkflowRun } from '../../core/azure.ts';
import { type ArmState, Denied, type Layout, type WorkflowLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

export interface Workflows
  extends Pick<ArmState, 'workflow' | 'workflows' | 'openRuns' | 'setWorkflow'> {
  isEnabled(workflow: WorkflowLayout): boolean;
  /** Told by the app it is a part of: it obeys after `ms`, and nobody asks who may. */
  obey(id: string, state: 'Enabled' | 'Disabled', ms: number): void;
  /** A run begins now. It ends by itself, also when its workflow is disabled meanwhile. */
  run(workflow: WorkflowLayout): void;
  /** Called whenever a workflow's state has taken effect. */
  watch(told: (workflow: WorkflowLayout, enabled: boolean) => void): void;
}

interface Kept {
  readonly layout: WorkflowLayout;
  state: 'Enabled' | 'Disabled';
  /** When the last accepted change lands: a later one never overtakes it. */
  landsAt: number;
  runs: readonly WorkflowRun[];
  /** Ever. */
  count: number;
}

const verbs = { Enabled: 'enable', Disabled: 'disable' } as const;

export function createWorkflows(
  layout: Layout,
  world: { timeline: Timeline; dice: Dice; pace: Pace; book: WriteBook },
): Workflows {
  const { timeline, dice, pace, book } = world;
  const kept = new Map(layout.workflows.map((w) => [w.id.toLowerCase(), keep(w)]));
  const watchers: ((workflow: WorkflowLayout, enabled: boolean) => void)[] = [];

  function find(id: string): Kept {
    const found = kept.get(id.toLowerCase());
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${tail(id)}' was not found.`);
  }

  function land(workflow: Kept, state: 'Enabled' | 'Disabled'): void {
    if (workflow.state === state) return;
    workflow.state = state;
    for (const told of watchers) told(workflow.layout, state === 'Enabled');
  }

  function order(workflow: Kept, state: 'Enabled' | 'Disabled', ms: number): void {
    const now = timeline.now();
    workflow.landsAt = Math.max(now + ms, workflow.landsAt);
    timeline.after(workflow.landsAt - now, () => land(workflow, state));
  }

  const isOpen = ({ startedAt }: WorkflowRun) => timeline.now() < startedAt + pace.runMs;

  return {
    obey: (id, state, ms) => order(find(id), state, ms),
    isEnabled: (workflow) => find(workflow.id).state === 'Enabled',
    run({ id }) {
      const workflow = find(id);
      workflow.count += 1;
      const name = `0858${String(workflow.count).padStart(16, '0')}CU00`;
      const run = { name, startedAt: timeline.now() };
      workflow.runs = [run, ...workflow.runs.filter(isOpen)];
    },
    openRuns(id) {
      timeline.catchUp();
      return find(id).runs.filter(isOpen);
    },
    watch: (told) => watchers.push(told),
    workflow(id) {
      timeline.catchUp();
      return tell(find(id));
    },
    workflows(group) {
      timeline.catchUp();
      return [...membersOf(group, kept)].map(tell).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    setWorkflow(by, id, state) {
      timeline.catchUp();
      const operation = `Microsoft.Logic/workflows/${verbs[state]}`;
      book.admit(by, operation, id);
      const workflow = find(id);
      order(workflow, state, dice.between(...pace.workflowMs));
      book.keep(by, operation, workflow.layout.id, `was ${workflow.state}`);
    },
  };
}

function keep(layout: WorkflowLayout): Kept {
  return { layout, state: layout.enabled ? 'Enabled' : 'Disabled', landsAt: 0, runs: [], count: 0 };
}

function tell({ layout, state }: Kept): Workflow {
  return { id: layout.id, state, tags: layout.tags };
}

function* membersOf(group: string, all: ReadonlyMap<string, Kept>): Iterable<Kept> {
  const prefix = `${group.toLowerCase().replace(/\/$/, '')}/`;
  let exists = false;
  for (const [id, workflow] of all) {
    if (!id.startsWith(prefix)) continue;
    exists = true;
    // A Logic App (Standard) lists its own.
    if (!isInSite(id)) yield workflow;
  }
  if (exists) return;
  throw new Denied(404, 'ResourceGroupNotFound', `Resource group '${tail(group)}' was not found.`);
}

export function isInSite(id: string): boolean {
  return /\/microsoft\.web\/sites\//i.test(id);
}

function tail(id: string): string {
  return id.split('/').at(-1) ?? id;
}
