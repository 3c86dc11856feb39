/** Waits until workflows that were disabled have finished what they had begun. */

import * as z from 'zod';
import type { AzureReader, Workflow } from '../core/azure.ts';
import type { Standing } from '../core/plan.ts';
import { nameOf } from './arm-id.ts';
import { awaited } from './awaited.ts';
import { patienceWith } from './patience.ts';
import { sideBySide } from './side-by-side.ts';
import { choiceShape, choose, lackOf, oneWay, several, subjectOf } from './workflow-choice.ts';

const settings = z.strictObject(choiceShape).refine(...oneWay);

type Settings = z.infer<typeof settings>;

/** More runs than these are not counted. */
const runsMax = 100;

/**
 * A disabled workflow begins no run, yet ends those that are under way or wait for their turn ("Manage
 * logic apps in the Azure portal"). `Running` and `Waiting` are such (Microsoft.Logic 2019-05-01).
 */
export const runsDrained = awaited<Settings>({
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne',
    workflows: ['receive-orders', 'receive-invoices'],
    concurrency: 8,
  },
  permissions: ['Microsoft.Logic/workflows/read', 'Microsoft.Logic/workflows/runs/read'],
  requires: ['entra', 'arm'],
  // A run that waits for a person or a partner may take weeks: somebody decides about it then.
  stepMsMax: 900_000,
  describe: (s) => `Runs of ${subjectOf(s)} are over`,
  reads: (s) => [s.resourceGroup.toLowerCase()],

  async inspect(azure, s, signal) {
    const patiently = patienceWith(azure, signal);
    const chosen = await choose(azure, s, patiently, signal);
    const lack = lackOf(chosen, s);
    if (lack !== undefined) return { is: 'stuck', why: lack };
    const busy = await busyAmong(azure, s, chosen.found, signal);
    return standingOf(chosen.found, busy);
  },
});

async function busyAmong(
  azure: AzureReader,
  { concurrency }: Settings,
  found: readonly Workflow[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const patiently = patienceWith(azure, signal);
  const busy = new Map<string, string>();
  await sideBySide(found, concurrency, async ({ id, state }) => {
    const open = await patiently(() => azure.openRuns(id, runsMax, signal));
    if (state === 'Enabled') busy.set(id, 'is enabled and begins more');
    else if (open.length > 0) busy.set(id, countOf(open.length));
  });
  return busy;
}

function standingOf(found: readonly Workflow[], busy: ReadonlyMap<string, string>): Standing {
  if (busy.size === 0) return { is: 'done' };
  const progress = { done: found.length - busy.size, of: found.length };
  // In the order of the list, whoever answered first.
  const told = found.flatMap(({ id }) => {
    const why = busy.get(id);
    return why === undefined ? [] : [`${nameOf(id)} (${why})`];
  });
  return { is: 'moving', progress, why: `not over yet: ${several(told)}` };
}

function countOf(runs: number): string {
  if (runs >= runsMax) return `${runsMax} runs or more`;
  return runs === 1 ? '1 run' : `${runs} runs`;
}
