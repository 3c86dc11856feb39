/** Runs of workflows that were moved: those abandoned on the side that was left, and those of both. */

import type { AzureReader } from '../../core/azure.ts';
import { type Instant, later } from '../../core/names.ts';
import {
  type AbandonedRun,
  type AbandonedRuns,
  abandonedStatuses,
  isAbandoned,
  type Overlap,
  type Read,
  type RunSeen,
  type SeenTwice,
  type Span,
  seenTwice,
} from '../../core/telling/reconciliation.ts';
import { workflowVersion } from '../../core/workflows.ts';
import { nameOf } from '../../steps/arm-id.ts';
import { patienceWith } from '../../steps/patience.ts';
import { sideBySide } from '../../steps/side-by-side.ts';
import { chosen } from '../../steps/site-workflows.ts';
import { choose } from '../../steps/workflow-choice.ts';
import { read } from './read.ts';
import type { MovedWorkflows, Workflows } from './scope.ts';

/** Of one workflow. */
interface Flow {
  readonly name: string;
  /** What its runs and triggers lie under. */
  readonly base: string;
  readonly apiVersion: string;
  /** Whether its definition can be read where its runs are: whether it began by the clock alone. */
  readonly isConsumption: boolean;
}

/** More runs than these are not what anybody works through by hand. */
const pagesMax = 100;
const pageSize = 100;
const handsMax = 8;

export async function abandonedRuns(
  azure: AzureReader,
  moved: MovedWorkflows,
  { window, beforeMs }: { readonly window: Span; readonly beforeMs: number },
  signal: AbortSignal,
): Promise<readonly AbandonedRuns[]> {
  const { service, except } = moved;
  const told = await read(() => flowsOf(azure, moved.left, signal));
  if (told.is === 'unsure') return [{ service, of: `all workflows of ${service}`, runs: told }];
  const { flows, missing } = told.found;
  const ours = flows.filter(({ name }) => !except.some((one) => sameName(one, name)));
  const found = new Map<string, Read<readonly AbandonedRun[]>>();
  await sideBySide(ours, handsMax, async (flow) => {
    const span = { from: later(window.from, -beforeMs), until: window.until };
    const runs = read(async () => {
      const all = await withStatuses(azure, flow, span, signal);
      const left = all.filter((run) => isAbandoned(run, window));
      return left.length === 0 ? [] : await withCommands(azure, flow, left, signal);
    });
    found.set(flow.name, await runs);
  });
  return [
    ...ours.map(({ name }) => ({ service, of: name, runs: found.get(name) ?? notAsked })),
    ...missing.map((of) => ({ service, of, runs: notThere })),
  ];
}

const notAsked = { is: 'unsure', why: 'not asked' } as const;
const notThere = { is: 'unsure', why: 'Azure has no such workflow any more' } as const;

/** Runs of both sides of a service that began while both may have run. */
export async function twiceIn(
  azure: AzureReader,
  moved: MovedWorkflows,
  overlap: Overlap,
  signal: AbortSignal,
): Promise<SeenTwice> {
  const runsOf = async (workflows: Workflows) => {
    const { flows } = await flowsOf(azure, workflows, signal);
    const all: RunSeen[] = [];
    const failures: unknown[] = [];
    await sideBySide(flows, handsMax, async (flow) => {
      await listed(azure, flow, within(overlap), signal).then(
        (runs) => all.push(...runs),
        (error: unknown) => failures.push(error),
      );
    });
    if (failures.length > 0) throw failures[0];
    return all.filter(({ startedAt }) => isIn(startedAt, overlap));
  };
  const runs = await read(async () =>
    seenTwice(await runsOf(moved.left), await runsOf(moved.serving)),
  );
  return { overlap, runs };
}

async function flowsOf(
  azure: AzureReader,
  { is, choice }: Workflows,
  signal: AbortSignal,
): Promise<{ readonly flows: readonly Flow[]; readonly missing: readonly string[] }> {
  if (is === 'consumption') {
    const { found, missing } = await choose(azure, choice, patienceWith(azure, signal), signal);
    const flows = found.map(({ id }) => ({
      ...{ name: nameOf(id), base: id, apiVersion: workflowVersion, isConsumption: true },
    }));
    return { flows, missing };
  }
  const { site, apiVersion, workflows } = choice;
  const { found } = await chosen(azure, choice, signal);
  const management = `${site}/hostruntime/runtime/webhooks/workflow/api/management/workflows`;
  return {
    flows: found.map(({ name }) => ({
      ...{ name, base: `${management}/${name}`, apiVersion, isConsumption: false },
    })),
    missing: workflows.filter((name) => !found.some((one) => sameName(one.name, name))),
  };
}

/** One question each, so that what went well, which is most, need not be told. */
async function withStatuses(
  azure: AzureReader,
  flow: Flow,
  span: Span,
  signal: AbortSignal,
): Promise<readonly RunSeen[]> {
  const all: RunSeen[] = [];
  for (const status of abandonedStatuses) {
    const isOpen = status === 'Running' || status === 'Waiting';
    // What is not over has no age.
    const when = isOpen ? [] : [within(span)];
    all.push(
      ...(await listed(azure, flow, [`status eq '${status}'`, ...when].join(' and '), signal)),
    );
  }
  return all.toSorted((a, b) => a.startedAt - b.startedAt);
}

function within({ from, until }: Span): string {
  const ge = `startTime ge ${new Date(from).toISOString()}`;
  return until === undefined ? ge : `${ge} and startTime le ${new Date(until).toISOString()}`;
}

function isIn(at: Instant, { from, until }: Span): boolean {
  return at >= from && (until === undefined || at <= until);
}

/** `WorkflowRuns_List`, all pages. */
async function listed(
  azure: AzureReader,
  flow: Flow,
  filter: string,
  signal: AbortSignal,
): Promise<readonly RunSeen[]> {
  const patiently = patienceWith(azure, signal);
  const list = `${flow.base}/runs`;
  const all: RunSeen[] = [];
  let query = `?$top=${pageSize}&$filter=${encodeURIComponent(filter)}`;
  for (let page = 0; page < pagesMax; page += 1) {
    const asked = `${list}${query}`;
    const { value, nextLink } = Object(
      await patiently(() => azure.resource(asked, flow.apiVersion, signal)),
    );
    if (!Array.isArray(value)) throw new Error(`ARM told no list of runs of ${flow.name}`);
    all.push(...value.map((one) => runIn(one, flow.name)));
    if (typeof nextLink !== 'string' || nextLink === '') return all;
    // Only the query of a link is followed: where to ask is known, and our token goes nowhere else.
    query = nextLink.slice(nextLink.indexOf('?'));
  }
  throw new Error(`${flow.name} has more than ${pagesMax * pageSize} runs of a kind`);
}

function runIn(told: unknown, workflow: string): RunSeen {
  const { name, properties } = Object(told);
  const { status, startTime, endTime, correlation, trigger } = Object(properties);
  const startedAt = Date.parse(String(startTime));
  if (typeof name !== 'string' || typeof status !== 'string' || !(startedAt > 0)) {
    throw new Error(`ARM told a run of ${workflow} without its name, status or time`);
  }
  const endedAt = Date.parse(String(endTime));
  return {
    ...{ workflow, run: name, status, startedAt: startedAt as Instant },
    endedAt: endedAt > 0 ? (endedAt as Instant) : undefined,
    trackingId: textIn(Object(correlation).clientTrackingId),
    trigger: textIn(Object(trigger).name),
  };
}

/** `WorkflowTriggerHistories_Resubmit`: the history of what began a run bears the run's own name. */
async function withCommands(
  azure: AzureReader,
  flow: Flow,
  runs: readonly RunSeen[],
  signal: AbortSignal,
): Promise<readonly AbandonedRun[]> {
  const clocks = flow.isConsumption ? await clocksOf(azure, flow, signal) : [];
  return runs.map((run) => {
    const none = (why: string) => ({ ...run, resubmit: { is: 'none', why } as const });
    if (run.trigger === undefined) return none('it was begun by no trigger');
    if (clocks.includes(run.trigger)) {
      return none(`${run.trigger} only tells the time: it begins the next one by itself`);
    }
    const trigger = encoded(run.trigger);
    const path = `${flow.base}/triggers/${trigger}/histories/${encoded(run.run)}/resubmit`;
    const url = `https://management.azure.com${path}?api-version=${flow.apiVersion}`;
    return { ...run, resubmit: { is: 'command', command: `az rest --method post --url "${url}"` } };
  });
}

/** Triggers that bring nothing along. */
async function clocksOf(
  azure: AzureReader,
  { base, apiVersion }: Flow,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const patiently = patienceWith(azure, signal);
  const told = await patiently(() => azure.resource(base, apiVersion, signal));
  const { triggers } = Object(Object(Object(told).properties).definition);
  return Object.entries(Object(triggers)).flatMap(([name, trigger]) =>
    /^(recurrence|slidingwindow)$/i.test(String(Object(trigger).type)) ? [name] : [],
  );
}

/** For a shell as well: nothing in it ends a quotation, or stands for something else. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (one) => {
    return `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

function textIn(told: unknown): string | undefined {
  return typeof told === 'string' && told !== '' ? told : undefined;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
