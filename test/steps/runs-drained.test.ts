/** What was begun before a workflow was disabled: counted until it is over, and named while it is not. */

import { expect, it } from '@jest/globals';
import type { Workflow } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { runsDrained as step } from '../../steps/runs-drained.ts';
import { azureWith, group, logicApps, never, throttled, workflow } from './azure.ts';

const workflows = ['receive-orders', 'receive-invoices'];
const settings = { resourceGroup: group, workflows, concurrency: 8 };

/** How many runs each workflow has open, by its name. */
function inspect(
  open: Readonly<Record<string, number>>,
  there: readonly Workflow[] = workflows.map((name) => workflow(name, 'Disabled')),
) {
  const azure = azureWith({
    ...logicApps(there),
    async openRuns(id, top) {
      const count = open[id.split('/').at(-1) ?? ''] ?? 0;
      const runs = Array.from({ length: count }, (_, at) => ({ name: `run-${at}` }));
      return runs.slice(0, top).map((run) => ({ ...run, startedAt: 0 as Instant }));
    },
  });
  return step.inspect(azure, settings, never);
}

it('is done when no run of any is open', async () => {
  expect(await inspect({})).toEqual({ is: 'done' });
});

it('names whose runs are open, in the order of the list, and how many', async () => {
  expect(await inspect({ 'receive-invoices': 3 })).toEqual({
    is: 'moving',
    progress: { done: 1, of: 2 },
    why: 'not over yet: receive-invoices (3 runs)',
  });
  expect(await inspect({ 'receive-invoices': 250, 'receive-orders': 1 })).toMatchObject({
    progress: { done: 0, of: 2 },
    why: 'not over yet: receive-orders (1 run), receive-invoices (100 runs or more)',
  });
});

it('waits for one that somebody has enabled again, though no run of it is open', async () => {
  const there = [workflow('receive-orders', 'Enabled'), workflow('receive-invoices', 'Disabled')];
  expect(await inspect({}, there)).toEqual({
    is: 'moving',
    progress: { done: 1, of: 2 },
    why: 'not over yet: receive-orders (is enabled and begins more)',
  });
});

it('is stuck on a name that is not there: of its runs nobody can tell', async () => {
  const there = [workflow('receive-orders', 'Disabled')];
  expect(await inspect({}, there)).toEqual({
    is: 'stuck',
    why: 'receive-invoices not found in Azure',
  });
});

it('rests when ARM asks for it, and does not take that for an answer', async () => {
  const rests: number[] = [];
  let asked = 0;
  const azure = azureWith({
    ...logicApps([workflow('receive-orders', 'Disabled')]),
    async openRuns() {
      asked += 1;
      if (asked === 1) throw throttled(2_000);
      return [];
    },
    pause: async (ms) => {
      rests.push(ms);
    },
  });
  const one = { ...settings, workflows: ['receive-orders'] };
  expect(await step.inspect(azure, one, never)).toEqual({ is: 'done' });
  expect(rests).toEqual([2_000]);
});
