/** How far a workflow has come that copies from one integration account to the other, as its looks and runs tell. */

import type { AzureReader } from './azure.ts';
import type { Instant } from './names.ts';
import { took } from './telling/words.ts';
import { type Passage, passagesIn, workflowIn, workflowVersion } from './workflows.ts';

export interface Copying {
  readonly name: string;
  /** `Enabled`, `Disabled`, …: a disabled one ends what it has begun, and looks no more. */
  readonly state: string;
  /** The looks of each of its triggers that look by themselves, newest first. */
  readonly looks: readonly (readonly Passage[])[];
  /** Newest first. */
  readonly runs: readonly Passage[];
}

/** One a minute, as a rule: of older ones nothing would follow. */
const passagesRead = 20;

export const copyingRights = ['', 'triggers/histories/', 'runs/'].map(
  (part) => `Microsoft.Logic/workflows/${part}read`,
);

/** `id`: of a workflow. Three questions and more; rejects as they do. */
export async function copyingOf(
  azure: Pick<AzureReader, 'resource'>,
  id: string,
  signal: AbortSignal,
): Promise<Copying> {
  const list = async (part: string) => {
    const asked = `${id}/${part}?$top=${passagesRead}`;
    return passagesIn(await azure.resource(asked, workflowVersion, signal));
  };
  const { state, polling } = workflowIn(await azure.resource(id, workflowVersion, signal));
  const [runs, ...looks] = await Promise.all([
    list('runs'),
    ...polling.map((trigger) => list(`triggers/${encodeURIComponent(trigger)}/histories`)),
  ]);
  return { name: id.slice(id.lastIndexOf('/') + 1), state, looks, runs };
}

/**
 * Until when all is copied, as far as can be known from outside; absent, it never was. Nothing is to
 * be copied when a look finds nothing (`Skipped`); what one finds (`Succeeded`) is copied by a run.
 */
export function copiedUntil(copying: Copying): Instant | undefined {
  const { looks, runs } = copying;
  const ends = looks.map((all) => all.find(isGood)).map((look) => endOf(look, runs));
  if (ends.length === 0 || ends.includes(undefined)) return undefined;
  return Math.min(...ends.flatMap((at) => at ?? [])) as Instant;
}

/** A run shows in the list some moments after the look that began it. */
const listedMs = 1_000;

function endOf(look: Passage | undefined, runs: readonly Passage[]): Instant | undefined {
  if (look === undefined) return undefined;
  const [newest] = runs;
  const isBegun =
    look.status === 'Skipped' || runs.some((run) => run.startedAt >= look.startedAt - listedMs);
  const isOver = newest === undefined || isWell(newest);
  return isBegun && isOver ? look.startedAt : runs.find(isWell)?.startedAt;
}

function isGood({ status }: Passage): boolean {
  return status === 'Succeeded' || status === 'Skipped';
}

function isWell({ status }: Passage): boolean {
  return status === 'Succeeded';
}

/** Over, and not well; `Skipped` and `Ignored` had nothing to do. */
const unwell = /^(?:Failed|Faulted|TimedOut|Aborted|Cancelled)$/;

/** Looks and runs that failed after all was copied last. */
export function failuresSince(copying: Copying, since: Instant | undefined): number {
  const all = [...copying.looks.flat(), ...copying.runs];
  return all.filter(
    ({ status, startedAt }) =>
      unwell.test(status) && startedAt > (since ?? Number.NEGATIVE_INFINITY),
  ).length;
}

/** `replicate-as2 2 min 0 s ago`, for people. */
export function freshnessOf(copying: Copying, at: Instant): string {
  const { name, state } = copying;
  const until = copiedUntil(copying);
  const ago = until === undefined ? 'never as far as is known' : `${took(at - until)} ago`;
  return state === 'Enabled' ? `${name} ${ago}` : `${name} ${ago}, and is ${state.toLowerCase()}`;
}
