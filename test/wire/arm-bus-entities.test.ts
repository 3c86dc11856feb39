/** What a namespace holds, and pairing it anew, through Microsoft's own client. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { credentialOf } from '../../adapters/azure/identity.ts';
import type { Azure } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { type Estate, openEstate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { namespaces, ordersLayout } from '../lab/world/orders-layout.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';

const never = new AbortController().signal;
const west = 'orders-we.servicebus.windows.net';
const message = { id: 'm', body: '', ttlMs: 600_000 };
const layout: Layout = {
  ...ordersLayout,
  aliases: ordersLayout.aliases.map((one) => ({
    ...one,
    topics: { invoices: ['archive', 'erp'], empty: [] },
  })),
};

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const clock = { now: () => now as Instant };
  world = createAzure(layout, { clock, dice: diceOf('entities'), pace: { flowing: false } });
  estate = await openEstate(world, { witness: seen.witness });
  const means = { dial: estate.dialOf('operator'), ca: estate.ca };
  const { client = '', secret = '' } = layout.identities.find((i) => i.name === 'switch') ?? {};
  const credential = credentialOf({ tenant: layout.tenant, client, secret }, means);
  azure = azureOf({ ...means, credential, timeoutMs: 5_000 });
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

const held = specsThere ? it : it.skip;

held('speaks as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(20);
});
