/** What an approver reads of pollers before they are enabled: since when they rest, and what they pick up. */

import { expect, it } from '@jest/globals';
import { workflowPickup as check } from '../../checks/workflow-pickup.ts';
import type { AzureReader, Workflow } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { failing } from '../contracts/nets.ts';
import { groundOf } from './grounds.ts';

type Settings = typeof check.example;

const never = new AbortController().signal;
const north = check.example.resourceGroup;
const looking = { poll: { type: 'ApiConnection', recurrence: { frequency: 'Minute' } } };

interface Poller {
  readonly state?: string;
  readonly firedAt?: string;
  /** Of its twin, since then. */
  readonly runs?: number;
  readonly definition?: Readonly<Record<string, unknown>>;
}

function look(pollers: Readonly<Record<string, Poller>>, settings: Partial<Settings> = {}) {
  const asked: string[] = [];
  const workflows = async (group: string): Promise<readonly Workflow[]> =>
    Object.keys(pollers).map((name) => {
      const id = `${group}/providers/Microsoft.Logic/workflows/${name}`;
      return { id, state: 'Disabled', tags: {} };
    });
  const resource: AzureReader['resource'] = async (id) => {
    asked.push(id.replace(/^.*\/resourceGroups\//, ''));
    const [, name = '', part] = /\/workflows\/([^/?]+)(?:\/(\w+))?/.exec(id) ?? [];
    const { state = 'Disabled', firedAt, runs = 0, definition } = pollers[name] ?? {};
    if (part === 'triggers') return { value: [{ properties: { lastExecutionTime: firedAt } }] };
    if (part === 'runs') {
      const run = { properties: { status: 'Succeeded', startTime: '2026-01-05T09:00:00Z' } };
      return { value: Array.from({ length: runs }, () => run) };
    }
    const properties = { state, changedTime: '2026-01-05T08:00:00Z' };
    return { properties: { ...properties, definition: definition ?? { triggers: looking } } };
  };
  const base = failing(new Between('not part of this story'));
  const net = { ...base, azure: { ...base.azure, workflows, resource } };
  const names = Object.keys(pollers);
  const found = check.check(
    groundOf(net),
    { ...check.example, workflows: names, polls: [], ...settings },
    never,
  );
  return found.then((finding) => ({ finding, asked }));
}

it('says since when one rests, when it looked last, and that it goes on from there', async () => {
  const { finding, asked } = await look({ 'receive-orders': { firedAt: '2026-01-05T07:59:00Z' } });
  expect(finding).toMatchObject({
    is: 'fine',
    note: 'orders-ne: receive-orders disabled since 2026-01-05 08:00:00 UTC, last fired 2026-01-05 07:59:00 UTC: enabling picks up all that came after',
  });
  expect(asked.every((path) => !path.includes('/runs'))).toBe(true);
});

it('counts what its twin has had since, where it may', async () => {
  const polls = ['receive-orders'];
  const told = { firedAt: '2026-01-05T07:59:00Z', runs: 12 };
  const { finding, asked } = await look({ 'receive-orders': told }, { polls });
  const note = expect.stringMatching(
    /not taken away by its twin, which has had about 12 runs since$/,
  );
  expect(finding).toMatchObject({ note });
  expect(asked.at(-1)).toBe(
    'orders-we/providers/Microsoft.Logic/workflows/receive-orders/runs?$top=100&$filter=startTime ge 2026-01-05T07:59:00.000Z',
  );
  const many = await look({ 'receive-orders': { ...told, runs: 100 } }, { polls });
  expect(many.finding).toMatchObject({ note: expect.stringContaining('100 runs or more') });
});

it('says that nothing from before is picked up where triggers are renewed', async () => {
  const onEnable = 'fromNow' as const;
  const { finding } = await look({ a: {}, b: {} }, { onEnable, except: ['b'] });
  expect(finding).toMatchObject({
    note: 'orders-ne: a disabled since 2026-01-05 08:00:00 UTC, never fired: enabling picks up nothing from before; b disabled since 2026-01-05 08:00:00 UTC, never fired: enabling picks up all that lies there',
  });
});

it('names those of whom the same is to be said together, and counts the rest', async () => {
  const { finding } = await look({ a: {}, b: {}, c: {}, d: {}, e: { state: 'Enabled' } });
  const note = expect.stringMatching(
    /^orders-ne: a, b, c, and 1 more disabled .*; e enabled already$/,
  );
  expect(finding).toMatchObject({ note });
});

it('has nothing to say of workflows that are called', async () => {
  const definition = { triggers: { manual: { type: 'Request' } } };
  const { finding } = await look({ health: { definition } });
  expect(finding).toMatchObject({ is: 'fine', note: 'no workflow of orders-ne polls' });
});

it('fails for one whose trigger would have to be renewed and cannot be', async () => {
  const parameters = { password: { type: 'SecureString' } };
  const secured = { definition: { triggers: looking, parameters } };
  const { finding } = await look({ a: secured }, { onEnable: 'fromNow' });
  expect(finding).toMatchObject({
    is: 'fails',
    why: 'the trigger of a cannot be renewed: ARM does not tell the values of password',
    next: expect.stringMatching(/^[A-Z].*\.$/),
  });
  expect((await look({ a: secured })).finding.is).toBe('fine');
});

it('asks for the right to read runs only of those it may count', () => {
  const rights = check.rights({ ...check.example, polls: ['receive-orders'] });
  expect(rights.map(({ action, scope }) => `${action} ${scope.split('/').at(-1)}`)).toEqual([
    `Microsoft.Logic/workflows/read ${north.split('/').at(-1)}`,
    `Microsoft.Logic/workflows/triggers/read ${north.split('/').at(-1)}`,
    'Microsoft.Logic/workflows/runs/read receive-orders',
  ]);
});
