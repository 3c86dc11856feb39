/** Sizes through ARM: each type in its version, made larger once, and shown when they are there. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { scale as step } from '../../steps/scale.ts';
import { groups, ordersLayout } from '../lab/world/orders-layout.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const id = (rest: string) => `${groups.secondary}/providers/${rest}`;
const resources = [
  id('Microsoft.Web/serverfarms/orders-ne'),
  // One that has a geo-disaster-recovery alias as well.
  id('Microsoft.ServiceBus/namespaces/orders-ne'),
  id('Microsoft.ApiManagement/service/orders-ne'),
];
const layout: Layout = {
  ...ordersLayout,
  sizes: resources.map((resource) => ({ id: resource, side: 'secondary', size: 1 })),
};

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'sizes', witness: seen.witness });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterEach(() => world.faults.clearAll());
afterAll(() => estate.close());

describe.each(resources)('%s', (resource) => {
  const up = { resource, to: 4, direction: 'up' } as const;
  const down = { resource, to: 1, direction: 'down' } as const;
  const writes = () => world.writes.filter((one) => one.resource === resource);

  it('is made larger, moves for a while, and is made smaller again', async () => {
    expect(await step.inspect(azure, up, never)).toEqual({ is: 'todo' });
    await step.apply(azure, up, never);
    expect(await step.inspect(azure, up, never)).toMatchObject({ is: 'moving' });
    // By one who thinks that it is still to do.
    await step.apply(azure, up, never);
    now += 40_000;
    expect(await step.inspect(azure, up, never)).toEqual({ is: 'done' });
    await step.apply(azure, down, never);
    now += 40_000;
    expect(await step.inspect(azure, down, never)).toEqual({ is: 'done' });
    expect(writes().map(({ by, detail }) => `${by} ${detail}`)).toEqual([
      'switch 1 to 4',
      'switch 4 to 1',
    ]);
  });

  it('whose answer is lost is known to have been asked, and is not asked again', async () => {
    const before = writes().length;
    world.faults.set('arm', { is: 'lostAnswer' });
    await expect(step.apply(azure, up, never)).rejects.toMatchObject({ sent: 'maybe' });
    world.faults.clearAll();
    expect(await step.inspect(azure, up, never)).toMatchObject({ is: 'moving' });
    now += 40_000;
    expect(await step.inspect(azure, up, never)).toEqual({ is: 'done' });
    expect(writes()).toHaveLength(before + 1);
  });

  it('cannot be inspected while its region is dark: ARM asks its provider there', async () => {
    world.faults.set('northeurope', { is: 'dark' });
    const brief = AbortSignal.timeout(300);
    await expect(step.inspect(azure, up, brief)).rejects.toThrow(/ARM|read/);
  });
});

it('refuses a sku without its name, as Azure does', async () => {
  const [plan = ''] = resources;
  const body = { sku: { capacity: 9 } };
  await expect(azure.patch(plan, '2025-05-01', body, never)).rejects.toMatchObject({
    ...{ name: 'Refusal', status: 400, sent: 'no' },
    message: expect.stringContaining('SKU cannot be null'),
  });
});

const held = specsThere ? it : it.skip;

held('speaks of namespaces as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(8);
});
