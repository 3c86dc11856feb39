/** Waits until disabled workflows of Logic Apps Standard have finished what they had begun. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import type { SiteWorkflow } from '../core/site-workflows.ts';
import { awaited } from './awaited.ts';
import { patienceWith } from './patience.ts';
import { sideBySide } from './side-by-side.ts';
import { chosen, several, siteExample, siteSettings, subjectOf } from './site-workflows.ts';

const settings = siteSettings.extend({
  /** Questions at once. */
  concurrency: z.int().min(1).max(32).default(8),
});

type Settings = z.infer<typeof settings>;

/** More runs than these are not counted. */
const runsMax = 100;
const open = ['Running', 'Waiting'] as const;

/** The site's own host keeps its runs: while that restarts, it is not known how many are open. */
export const standardRunsDrained = awaited<Settings>({
  settings,
  example: { ...siteExample, concurrency: 8 },
  permissions: [
    'Microsoft.Web/sites/workflows/read',
    'Microsoft.Web/sites/hostruntime/webhooks/api/workflows/runs/read',
  ],
  requires: ['entra', 'arm'],
  // A run that waits for a person or a partner may take weeks: somebody decides about it then.
  stepMsMax: 900_000,
  describe: (s) => `Runs of ${subjectOf(s)} are over`,
  reads: ({ site }) => [site.toLowerCase()],

  async inspect(azure, s, signal) {
    const { found, missing } = await chosen(azure, s, signal);
    if (missing !== undefined) return { is: 'stuck', why: missing };
    const busy = await busyAmong(azure, s, found, signal);
    if (busy.size === 0) return { is: 'done' };
    // In the order of the list, whoever answered first.
    const told = found.flatMap(({ name }) => {
      const why = busy.get(name);
      return why === undefined ? [] : [`${name} (${why})`];
    });
    const progress = { done: found.length - busy.size, of: found.length };
    return { is: 'moving', progress, why: `not over yet: ${several(told)}` };
  },
});

/** By name, why it is not over. What could not be read is thrown once every hand has let go. */
async function busyAmong(
  azure: AzureReader,
  s: Settings,
  found: readonly SiteWorkflow[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const busy = new Map<string, string>();
  const failures: unknown[] = [];
  await sideBySide(found, s.concurrency, async ({ name, state }) => {
    try {
      const runs = await openRuns(azure, s, name, signal);
      if (state === 'Enabled') busy.set(name, 'is enabled and begins more');
      else if (runs > 0) busy.set(name, countOf(runs));
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return busy;
}

/** `WorkflowRuns_List` of Microsoft.Web: its filter takes one status at a time. */
async function openRuns(
  azure: AzureReader,
  { site, apiVersion }: Settings,
  workflow: string,
  signal: AbortSignal,
): Promise<number> {
  const patiently = patienceWith(azure, signal);
  const runs = `${site}/hostruntime/runtime/webhooks/workflow/api/management/workflows/${workflow}/runs`;
  const counts = await Promise.all(
    open.map(async (status) => {
      const filter = encodeURIComponent(`status eq '${status}'`);
      const asked = `${runs}?$top=${runsMax}&$filter=${filter}`;
      const { value } = Object(await patiently(() => azure.resource(asked, apiVersion, signal)));
      if (!Array.isArray(value)) throw new Error(`ARM told no list of runs of ${workflow}`);
      return value.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

function countOf(runs: number): string {
  if (runs >= runsMax) return `${runsMax} runs or more`;
  return runs === 1 ? '1 run' : `${runs} runs`;
}
