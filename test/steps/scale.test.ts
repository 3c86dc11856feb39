/** Making resources larger and smaller: what is beyond the wished size stays, and what cannot be sized is told. */

import { describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import { rightsOfStep } from '../../core/rights.ts';
import { scale as step } from '../../steps/scale.ts';
import { azureWith, never } from './azure.ts';

const group = '/subscriptions/s-1/resourceGroups/orders-ne/providers';
const plan = `${group}/Microsoft.Web/serverfarms/orders-ne`;
const bus = `${group}/Microsoft.ServiceBus/namespaces/orders-ne`;
const gateway = `${group}/Microsoft.ApiManagement/service/orders-ne`;
const up = { resource: plan, to: 4, direction: 'up' } as const;
const down = { resource: plan, to: 1, direction: 'down' } as const;

const sized = (capacity: number | undefined, also: object = {}) => ({
  sku: { name: 'P1v3', tier: 'PremiumV3', family: 'Pv3', capacity },
  properties: { provisioningState: 'Succeeded' },
  ...also,
});

function saying(body: unknown): { readonly azure: Azure; readonly log: unknown[] } {
  const log: unknown[] = [];
  const azure = azureWith({
    resource: async () => body,
    patch: async (id, version, told) => {
      log.push([id, version, told]);
    },
  });
  return { azure, log };
}

describe('scaling up', () => {
  it('sends the sku as it was with another size, and nothing else', async () => {
    const { azure, log } = saying(sized(1));
    expect(await step.inspect(azure, up, never)).toEqual({ is: 'todo' });
    await step.apply(azure, up, never);
    const sku = { name: 'P1v3', tier: 'PremiumV3', family: 'Pv3', capacity: 4 };
    expect(log).toEqual([[plan, '2025-05-01', { sku }]]);
  });

  it.each([4, 9])('leaves %i as it is: that is enough', async (size) => {
    const { azure, log } = saying(sized(size));
    expect(await step.inspect(azure, up, never)).toEqual({ is: 'done' });
    await step.apply(azure, up, never);
    expect(log).toEqual([]);
  });
});

describe('scaling down', () => {
  it.each([
    [4, 'todo'],
    [1, 'done'],
  ] as const)('from %i is %s', async (size, is) => {
    expect(await step.inspect(saying(sized(size)).azure, down, never)).toEqual({ is });
  });
});

it('moves while Azure is at it, whatever size it tells already', async () => {
  const properties = { provisioningState: 'Updating' };
  const { azure, log } = saying(sized(4, { properties }));
  expect(await step.inspect(azure, up, never)).toMatchObject({ is: 'moving' });
  await step.apply(azure, up, never);
  expect(log).toEqual([]);
});

const rows: readonly (readonly [string, object, string, string])[] = [
  ['has failed', sized(1, { properties: { provisioningState: 'Failed' } }), plan, 'failed'],
  ['has no size', { ...sized(undefined), sku: { name: 'Y1', capacity: 0 } }, plan, 'is Y1'],
  [
    'is a namespace without messaging units',
    sized(1, { sku: { name: 'Standard', tier: 'Standard', capacity: 1 } }),
    bus,
    'is Standard, which has no size',
  ],
];

it.each(rows)('is stuck, and writes nothing, when it %s', async (_told, body, resource, why) => {
  const { azure, log } = saying(body);
  const s = { ...up, resource };
  expect(await step.inspect(azure, s, never)).toEqual({
    is: 'stuck',
    why: expect.stringContaining(why),
  });
  await expect(step.apply(azure, s, never)).rejects.toMatchObject({ sent: 'no' });
  expect(log).toEqual([]);
});

it('is unsure of what tells no state', async () => {
  expect(await step.inspect(saying({}).azure, up, never)).toMatchObject({ is: 'unsure' });
});

it.each([
  [plan, 'Microsoft.Web/serverfarms', 'workers'],
  [bus, 'Microsoft.ServiceBus/namespaces', 'messaging units'],
  [gateway, 'Microsoft.ApiManagement/service', 'units'],
])('needs rights to the type of %s alone', (resource, type, units) => {
  const s = { ...up, resource };
  const told = rightsOfStep(step, s).map(({ action, scope }) => `${action} ${scope}`);
  expect(told).toEqual([`${type}/read ${resource}`, `${type}/write ${resource}`]);
  expect(step.describe(s)).toBe(`Scale orders-ne up to 4 ${units}`);
});
