/** Events through topics, and what publishers read through ARM: as both are spoken, over the wire. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { httpOf } from '../../adapters/azure/http.ts';
import { fence } from '../../checks/fence.ts';
import type { Azure } from '../../core/azure.ts';
import { other, type Side } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import { keyValueId } from '../../core/publishers.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { eventGrid as probe } from '../../probes/event-grid.ts';
import { apimNamedValue } from '../../steps/apim-named-value.ts';
import { appConfiguration } from '../../steps/app-configuration.ts';
import { groundOf } from '../checks/grounds.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { netWith } from '../probes/nets.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const group = `${ordersLayout.subscription}/resourceGroups/config`;
const namedValue = `${group}/providers/Microsoft.ApiManagement/service/orders/namedValues/topic`;
const store = `${group}/providers/Microsoft.AppConfiguration/configurationStores/orders`;
const key = 'Orders:Topic/main';
const keyValue = keyValueId(store, key, 'live');
const values = {
  primary: 'orders-we.eventgrid.azure.net',
  secondary: 'orders-ne.eventgrid.azure.net',
};
const queue = 'https://ordersprobe.queue.core.windows.net/probe?sv=2024-11-04&sig=a%2Fb%2Bc%3D';
const layout: Layout = {
  ...ordersLayout,
  topics: [
    { host: values.primary, side: 'primary', schema: 'event-grid', key: 'topic key', queue },
    {
      ...{ host: values.secondary, side: 'secondary', schema: 'cloud-events', key: 'another key' },
      queue: queue.replace('ordersprobe', 'ordersprobene'),
    },
  ],
  publishers: [
    { of: 'apim-named-value', id: namedValue, values },
    { of: 'app-configuration', id: keyValue, values },
  ],
};
const secrets: Readonly<Record<string, string>> = {
  ...{ 'env:KEY': 'topic key', 'env:QUEUE': queue },
  ...{ 'env:KEY_NE': 'another key', 'env:QUEUE_NE': queue.replace('ordersprobe', 'ordersprobene') },
  'env:QUEUE_ODD': queue.replace('sig=', 'sig=odd'),
};

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;
let net: Net;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'publishers' });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
  const pause = async (ms: number) => {
    now += ms;
  };
  net = netWith({
    http: httpOf({ dial: estate.dialOf('operator'), ca: estate.ca }),
    azure: { ...azure, pause },
    secret: async (reference) => secrets[reference] ?? '',
  });
});

afterAll(() => estate.close());

describe('a topic', () => {
  const west = { host: values.primary, key: 'env:KEY', queue: 'env:QUEUE' };
  const north = { host: values.secondary, key: 'env:KEY_NE', queue: 'env:QUEUE_NE' };
  const ask = async (settings: typeof west, schema: 'event-grid' | 'cloud-events') =>
    probe.ask(net, { ...settings, schema }, never);

  it('takes an event of its schema, and delivers it to the queue that is read', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { finding, phases } = await ask(west, 'event-grid');
      expect(finding).toEqual({ is: 'up' });
      expect(Object.keys(phases)).toContain('secure');
    }
    expect((await ask(north, 'cloud-events')).finding).toEqual({ is: 'up' });
  });

  it.each([
    [{ ...north }, '400'],
    [{ ...west, key: 'env:KEY_NE' }, '401'],
    [{ ...west, queue: 'env:QUEUE_ODD' }, '403'],
  ])('of %j refuses what is not for it: that is ours', async (settings, status) => {
    const { finding } = await ask(settings, 'event-grid');
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
    expect(Object(finding).why).toContain(`status ${status}`);
  });
});

const publishers = [
  {
    ...{ id: namedValue, kind: apimNamedValue, beside: { tags: ['integration'] } },
    where: { namedValue },
  },
  {
    ...{ id: keyValue, kind: appConfiguration, where: { store, key, label: 'live' } },
    beside: { key, label: 'live', tags: { owner: 'integration' } },
  },
];

describe.each(publishers)('$id', ({ id, where, beside, kind: { settings, ...kind } }) => {
  const leadTo = (to: Side) => {
    const told = { value: values[to], overwrites: [values[other(to)]] };
    const read = settings.safeParse({ ...where, ...told });
    if (!read.success) throw new Error(JSON.stringify(read.error.issues));
    return read.data as never;
  };
  const away = leadTo('secondary');

  it('is to do, is set, and is done when ARM shows it; what is beside it stays', async () => {
    expect(await kind.inspect(azure, away, never)).toEqual({ is: 'todo' });
    await kind.apply(azure, away, never);
    now += 5_000;
    expect(await kind.inspect(azure, away, never)).toEqual({ is: 'done' });
    const told = await azure.resource(id, '2024-05-01', never);
    expect(told).toMatchObject({ properties: { value: values.secondary, ...beside } });
    const before = world.writes.length;
    await kind.apply(azure, away, never);
    expect(world.writes).toHaveLength(before);
  });

  it('is refused to whoever has no right', async () => {
    world.grants.take('switch', '*');
    const refused = expect(kind.apply(azure, leadTo('primary'), never)).rejects;
    await refused.toMatchObject({ name: 'Refusal', status: 403, sent: 'no' });
    world.grants.giveBack();
  });
});

it('a key that fences a singleton is read with the store that it lies in', async () => {
  const told = { by: 'app-configuration', store, resource: keyValue, ...values } as const;
  const on = groundOf(net);
  const found = await fence.check(on, { ...told, apiVersion: '2024-05-01' }, never);
  expect(found).toMatchObject({ is: 'fine', why: expect.stringContaining('in swedencentral') });
  const other = { ...told, resource: keyValueId(store, 'another'), apiVersion: '2024-05-01' };
  expect(await fence.check(on, other, never)).toMatchObject({ is: 'fails' });
});

it('a named value is not changed by who names no etag', async () => {
  const body = { properties: { value: 'x' } };
  const patched = azure.patch(namedValue, '2024-05-01', body, never);
  await expect(patched).rejects.toMatchObject({ status: 400, sent: 'no' });
});
