/** Logic Apps of both regions: their state, late to show, and who is told when it changes. */

import type { Workflow, WorkflowRun } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { type ArmState, type Caller, Denied, type Layout, type WorkflowLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import {
  firstWritten,
  type Look,
  type Run,
  triggerName,
  type Written,
  wordsFor,
} from './workflow-words.ts';
import type { WriteBook } from './writes.ts';

export interface Workflows
  extends Keeper,
    Pick<ArmState, 'workflow' | 'workflows' | 'openRuns' | 'setWorkflow'> {
  isEnabled(workflow: WorkflowLayout): boolean;
  /** Told by the app it is a part of: it obeys after `ms`, and nobody asks who may. */
  obey(id: string, state: 'Enabled' | 'Disabled', ms: number): void;
  /** Its trigger has looked now. */
  look(workflow: WorkflowLayout, status: Look['status']): void;
  /** A run begins now. It ends by itself, also when its workflow is disabled meanwhile. */
  run(workflow: WorkflowLayout, ends: Run['ends'], trackingId?: string): void;
  /** Called whenever a workflow's state has taken effect. */
  watch(told: Watcher): void;
}

/** `hasForgotten`: its trigger was edited, so that it begins with what comes next. */
type Watcher = (workflow: WorkflowLayout, enabled: boolean, hasForgotten: boolean) => void;

interface Kept {
  readonly layout: WorkflowLayout;
  state: 'Enabled' | 'Disabled';
  /** When the last accepted change lands: a later one never overtakes it. */
  landsAt: number;
  looks: readonly Look[];
  runs: readonly Run[];
  /** Ever. */
  count: number;
  written: Written;
  changedAt: Instant;
  version: number;
  hasForgotten: boolean;
}

const verbs = { Enabled: 'enable', Disabled: 'disable' } as const;
/** How much of its history it keeps. */
const keptMax = 200;

export function createWorkflows(
  layout: Layout,
  world: { timeline: Timeline; dice: Dice; pace: Pace; book: WriteBook },
): Workflows {
  const { timeline, dice, pace, book } = world;
  const kept = new Map(
    layout.workflows.map((w) => [
      w.id.toLowerCase(),
      keep(w, layout.regions[w.side], timeline.now()),
    ]),
  );
  const watchers: Watcher[] = [];

  function find(id: string): Kept {
    const found = kept.get(id.toLowerCase());
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${tail(id)}' was not found.`);
  }

  function land(workflow: Kept, state: 'Enabled' | 'Disabled'): void {
    if (workflow.state === state) return;
    workflow.state = state;
    workflow.changedAt = timeline.now();
    const { hasForgotten } = workflow;
    if (state === 'Enabled') workflow.hasForgotten = false;
    for (const told of watchers) told(workflow.layout, state === 'Enabled', hasForgotten);
  }

  function order(workflow: Kept, state: 'Enabled' | 'Disabled', ms: number): void {
    const now = timeline.now();
    workflow.landsAt = Math.max(now + ms, workflow.landsAt);
    timeline.after(workflow.landsAt - now, () => land(workflow, state));
  }

  function put(by: Caller, id: string, body: unknown): 'replaced' {
    timeline.catchUp();
    const operation = 'Microsoft.Logic/workflows/write';
    book.admit(by, operation, id);
    const workflow = find(id);
    const { state, written } = writtenIn(body);
    const triggersOf = ({ properties }: Written) =>
      JSON.stringify(properties.definition['triggers']);
    if (triggersOf(written) !== triggersOf(workflow.written)) workflow.hasForgotten = true;
    workflow.written = written;
    workflow.version += 1;
    workflow.changedAt = timeline.now();
    if (state !== workflow.state) order(workflow, state, dice.between(...pace.workflowMs));
    book.keep(by, operation, workflow.layout.id, `version ${workflow.version}`);
    return 'replaced';
  }

  function begin(workflow: Kept, ends: Run['ends'], trackingId?: string): Run {
    workflow.count += 1;
    const name = `0858${String(workflow.count).padStart(16, '0')}CU00`;
    const startedAt = timeline.now();
    const endsAt = (startedAt + pace.runMs) as Instant;
    const run = { name, startedAt, endsAt, ends, trackingId: trackingId ?? name };
    workflow.runs = [run, ...workflow.runs].slice(0, keptMax);
    return run;
  }

  /** Also of a workflow that is disabled: what it would have begun by itself is another thing. */
  function resubmit(by: Caller, asked: string): void {
    timeline.catchUp();
    const path = decodeURIComponent(asked.split('?')[0] ?? '');
    const [, id = '', trigger, name] =
      /^(.*)\/triggers\/([^/]+)\/histories\/([^/]+)\/resubmit$/i.exec(path) ?? [];
    const workflow = find(id);
    const operation = 'Microsoft.Logic/workflows/triggers/histories/resubmit';
    book.admit(by, operation, id);
    const run = workflow.runs.find((one) => one.name === name);
    if (run === undefined || trigger?.toLowerCase() !== triggerName(workflow).toLowerCase()) {
      throw new Denied(404, 'WorkflowTriggerHistoryNotFound', `'${name}' could not be found.`);
    }
    const { name: anew } = begin(workflow, 'Succeeded', run.trackingId);
    book.keep(by, operation, workflow.layout.id, `${name} again as ${anew}`);
  }

  const isOpen = ({ endsAt }: Run) => timeline.now() < endsAt;

  return {
    keeps: among(layout.workflows.map(({ id }) => id)),
    resource(asked) {
      timeline.catchUp();
      const [id = ''] = /^.*\/workflows\/[^/?]+/i.exec(asked) ?? [];
      return wordsFor(find(id), asked, timeline.now());
    },
    put,
    act: resubmit,
    obey: (id, state, ms) => order(find(id), state, ms),
    isEnabled: (workflow) => find(workflow.id).state === 'Enabled',
    look({ id }, status) {
      const workflow = find(id);
      workflow.looks = [{ at: timeline.now(), status }, ...workflow.looks].slice(0, keptMax);
    },
    run({ id }, ends, trackingId) {
      begin(find(id), ends, trackingId);
    },
    openRuns(id) {
      timeline.catchUp();
      const open = find(id).runs.filter(isOpen);
      return open.map(({ name, startedAt }): WorkflowRun => ({ name, startedAt }));
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

/** As if it had been there for a day, and one that runs had looked a moment ago. */
function keep(layout: WorkflowLayout, location: string, now: Instant): Kept {
  return {
    layout,
    state: layout.enabled ? 'Enabled' : 'Disabled',
    landsAt: 0,
    looks: layout.enabled ? [{ at: now, status: 'Skipped' }] : [],
    runs: [],
    count: 0,
    written: firstWritten(layout, location),
    changedAt: (now - 86_400_000) as Instant,
    version: 1,
    hasForgotten: false,
  };
}

function writtenIn(body: unknown): { state: 'Enabled' | 'Disabled'; written: Written } {
  const { properties, tags = {}, ...resource } = Object(body);
  const { state = 'Enabled', definition, ...others } = Object(properties);
  if (Object(definition) !== definition || !['Enabled', 'Disabled'].includes(state)) {
    throw new Denied(400, 'InvalidRequestContent', 'The workflow has no definition, or odd state.');
  }
  return { state, written: { ...resource, tags, properties: { ...others, definition } } };
}

function tell({ layout, state, written }: Kept): Workflow {
  return { id: layout.id, state, tags: written.tags };
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
