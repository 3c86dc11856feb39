/** What a namespace holds, and pairing it anew, through Microsoft's own client. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AliasLayout, AzureWorld, Layout } from '../../lab/world/azure.ts';
import { serviceBusForcedPromotion } from '../../steps/service-bus-forced-promotion.ts';
import { serviceBusPromotion } from '../../steps/service-bus-promotion.ts';
import { namespaces, ordersLayout } from '../lab/world/orders-layout.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const west = 'orders-we.servicebus.windows.net';
const message = { id: 'm', body: '', ttlMs: 600_000 };
const replicated = namespaces.secondary.replace('orders-ne', 'both');
const layout: Layout = {
  ...ordersLayout,
  aliases: ordersLayout.aliases.flatMap((one) => [
    { ...one, topics: { invoices: ['archive', 'erp'], empty: [] } },
    replicatedLike(one),
  ]),
};

function replicatedLike(one: AliasLayout): AliasLayout {
  const at = (region: string) => ({
    id: replicated,
    host: `both-${region}.servicebus.windows.net`,
  });
  const sides = { primary: at('westeurope'), secondary: at('northeurope') };
  const host = 'both.servicebus.windows.net';
  return { ...one, alias: 'both', host, namespaces: sides, replicated: true };
}

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'entities',
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

const names = async (namespace: string) =>
  (await azure.busEntities(namespace, never)).map(({ kind, name }) => `${kind} ${name}`);

describe('a namespace through ARM', () => {
  it('lists queues, topics and subscriptions with what each holds', async () => {
    world.bus.send(west, 'orders', message);
    world.bus.send(west, 'orders', { ...message, delayMs: 60_000 });
    world.bus.send(west, 'invoices', message);
    world.bus.deadLetter(west, 'orders', world.bus.lock(west, 'orders')?.lock ?? '');
    const found = await azure.busEntities(namespaces.primary, never);
    const told = found.map(({ kind, name, active, scheduled, deadLettered, accessedAt }) =>
      [kind, name, active, scheduled, deadLettered, accessedAt === now].join(' '),
    );
    expect(told).toEqual([
      'topic empty 0 0 0 false',
      'topic invoices 0 0 0 false',
      'subscription invoices/archive 1 0 0 true',
      'subscription invoices/erp 1 0 0 true',
      'queue orders 0 1 1 true',
      'queue probe 0 0 0 false',
    ]);
  });

  it('is paired anew only when nothing is left in it, and then gets all of it again', async () => {
    await azure.failOverAlias(namespaces.secondary, 'orders', { safe: false }, never);
    now += 60_000;
    const pair = () => azure.pairAlias(namespaces.secondary, 'orders', namespaces.primary, never);
    await expect(pair()).rejects.toMatchObject({ name: 'Refusal', status: 409, sent: 'no' });
    const before = await names(namespaces.primary);
    for (const { id, kind } of await azure.busEntities(namespaces.primary, never)) {
      if (kind !== 'subscription') await azure.deleteBusEntity(id, never);
    }
    await azure.deleteBusEntity(`${namespaces.primary}/queues/gone`, never);
    expect(await names(namespaces.primary)).toEqual([]);
    await pair();
    now += 60_000;
    expect(await names(namespaces.primary)).toEqual(before);
    expect((await azure.alias(namespaces.primary, 'orders', never)).role).toBe('Secondary');
  });
});

describe('a replicated namespace through ARM', () => {
  const settings = { resource: replicated, location: 'northeurope', apiVersion: '2026-01-01' };
  const host = 'both.servicebus.windows.net';

  it('is promoted, keeps its messages, and goes back', async () => {
    world.bus.send(host, 'orders', message);
    const step = serviceBusForcedPromotion;
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'todo' });
    await step.apply(azure, settings, never);
    now += 3_000;
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'moving' });
    now += 60_000;
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'done' });
    expect(world.bus.resolve(host)).toMatchObject({ region: 'northeurope' });
    expect(world.bus.lock(host, 'orders')).toMatchObject({ id: 'm' });
    const home = { ...settings, location: 'westeurope' };
    await serviceBusPromotion.apply(azure, home, never);
    now += 60_000;
    expect(await serviceBusPromotion.inspect(azure, home, never)).toEqual({ is: 'done' });
    expect(world.writes.slice(-2).map(({ detail }) => detail)).toEqual(['forced', 'planned']);
  });

  it('refuses a region that it is not in, and says so', async () => {
    const body = { properties: { primaryLocation: 'uksouth', force: true } };
    await expect(
      azure.act(`${replicated}/failover`, '2026-01-01', body, never),
    ).rejects.toMatchObject({ name: 'Refusal', status: 400, sent: 'no' });
  });
});

const held = specsThere ? it : it.skip;

held('speaks as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(
    // Geo-replication is in no specification that is there: docs/arm.md says where it stands.
    seen.exchanges.filter(({ asked }) => !asked.path.includes('2026-01-01')),
  );
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(20);
});
