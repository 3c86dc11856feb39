/** Workflows of one side, Consumption or Standard alike, and their runs. */

import type { AzureReader } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import type { RunSeen, Span } from '../../core/telling/reconciliation.ts';
import { workflowVersion } from '../../core/workflows.ts';
import { nameOf } from '../../steps/arm-id.ts';
import { patienceWith } from '../../steps/patience.ts';
import { chosen } from '../../steps/site-workflows.ts';
import { choose } from '../../steps/workflow-choice.ts';
import type { Workflows } from './left-behind.ts';

/** One workflow. */
export interface Flow {
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

export async function flowsOf(
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

/** As a filter of runs has it. */
export function within({ from, until }: Span): string {
  const ge = `startTime ge ${new Date(from).toISOString()}`;
  return until === undefined ? ge : `${ge} and startTime le ${new Date(until).toISOString()}`;
}

/** `WorkflowRuns_List`, all pages. */
export async function listed(
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

function textIn(told: unknown): string | undefined {
  return typeof told === 'string' && told !== '' ? told : undefined;
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
