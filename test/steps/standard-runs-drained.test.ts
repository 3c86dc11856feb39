/** What an app's workflows had begun before they were disabled: counted until it is over. */

import { expect, it } from '@jest/globals';
import { standardRunsDrained as step } from '../../steps/standard-runs-drained.ts';
import { never, unanswered } from './azure.ts';
import { apiVersion, site, siteWith, wireOf } from './site.ts';

const workflows = ['receive', 'invoices'];
const settings = { site, workflows, apiVersion, concurrency: 8 };

/** How many runs each workflow has of each status, and what was asked. */
function inspect(
  open: Readonly<Record<string, number>>,
  states: Readonly<Record<string, string>> = { receive: 'Disabled', invoices: 'Disabled' },
) {
  const asked: string[] = [];
  const resource = async (id: string) => {
    if (id.endsWith('/workflows')) {
      return { value: Object.entries(states).map(([name, state]) => wireOf({ name, state })) };
    }
    asked.push(decodeURIComponent(id.slice(site.length)));
    const [, name, status] = /workflows\/(\w+)\/runs.*eq '(\w+)'/.exec(asked.at(-1) ?? '') ?? [];
    return { value: Array.from({ length: open[`${name} ${status}`] ?? 0 }, () => ({})) };
  };
  const { azure } = siteWith([], {}, { resource });
  return { standing: step.inspect(azure, settings, never), asked };
}

it('is done when no run is running or waiting, asked of the host that keeps them', async () => {
  const { standing, asked } = inspect({});
  expect(await standing).toEqual({ is: 'done' });
  const runs = (name: string, status: string) =>
    `/hostruntime/runtime/webhooks/workflow/api/management/workflows/${name}/runs?$top=100&$filter=status eq '${status}'`;
  expect(asked.toSorted()).toEqual(
    ['invoices', 'receive'].flatMap((name) => [runs(name, 'Running'), runs(name, 'Waiting')]),
  );
});

it('names whose runs are open, in the order of the list, and how many', async () => {
  const open = { 'receive Waiting': 1, 'invoices Running': 100, 'invoices Waiting': 2 };
  expect(await inspect(open).standing).toEqual({
    is: 'moving',
    progress: { done: 0, of: 2 },
    why: 'not over yet: receive (1 run), invoices (100 runs or more)',
  });
});

it('waits for one that somebody has enabled again', async () => {
  const states = { receive: 'Enabled', invoices: 'Disabled' };
  expect(await inspect({}, states).standing).toMatchObject({
    is: 'moving',
    why: 'not over yet: receive (is enabled and begins more)',
  });
});

it('is stuck on a name that is not there: of its runs nobody can tell', async () => {
  expect(await inspect({}, { receive: 'Disabled' }).standing).toEqual({
    is: 'stuck',
    why: 'invoices not found in flows-we',
  });
});

it('does not know while the host is not up', async () => {
  const resource = async (id: string) => {
    if (id.endsWith('/runs') || id.includes('/runs?')) throw unanswered('no');
    return { value: workflows.map((name) => wireOf({ name, state: 'Disabled' })) };
  };
  const { azure } = siteWith([], {}, { resource });
  await expect(step.inspect(azure, settings, never)).rejects.toThrow('ARM did not answer');
});
