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
import { sideBySide } from '../../steps/side-by-side.ts';
import { type Flow, flowsOf, listed, sameName, within } from './flows.ts';
import type { MovedWorkflows, Workflows } from './left-behind.ts';
import { read } from './read.ts';
import { withCommands } from './resubmit.ts';

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

function isIn(at: Instant, { from, until }: Span): boolean {
  return at >= from && (until === undefined || at <= until);
}
