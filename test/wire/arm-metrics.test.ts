/** Azure Monitor through ARM on the wire: the check counts who stays behind, and knows when it cannot. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { azureReaderOf } from '../../adapters/azure/arm.ts';
import { namesOf } from '../../adapters/azure/names.ts';
import { arrivals as check } from '../../checks/arrivals.ts';
import type { AzureReader } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import type { Names } from '../../core/net.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { groundOf } from '../checks/grounds.ts';
import { gateways, groups, ordersLayout, record, statusPath } from '../lab/world/orders-layout.ts';
import { netWith } from '../probes/nets.ts';
import { recorder } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';
import { fetchFrom, vantage } from './small-estate.ts';

const on = (side: 'primary' | 'secondary') => ({
  host: gateways[side],
  resource: `${groups[side]}/providers/Microsoft.ApiManagement/service/orders-${side === 'primary' ? 'we' : 'ne'}`,
});
const settings = {
  ...check.example,
  name: 'orders.contoso.com',
  ...{ primary: on('primary'), secondary: on('secondary'), minutes: 5, quiet: 1 },
};
const layout: Layout = {
  ...ordersLayout,
  meters: (['primary', 'secondary'] as const).map((side) => {
    return { id: on(side).resource, side, host: gateways[side], metric: 'Requests' };
  }),
};

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: AzureReader;
let names: Names;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'metrics',
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureReaderOf(lab.as('look'));
  names = namesOf({ dial: estate.dialOf('operator'), resolvers: estate.dnsServersOf('operator') });
});

afterEach(() => world.faults.clearAll());
afterAll(() => estate.close());

const checked = (ms = 15_000) => {
  const ground = { ...groundOf(netWith({ names, azure })), at: now as Instant };
  return check.check(ground, settings, AbortSignal.timeout(ms));
};
const call = (host: string) =>
  fetchFrom(estate, `https://${host}${statusPath}`, { from: vantage, lateMs: 10_000 });

describe('what Azure Monitor counts', () => {
  it('is nothing before anything was counted', async () => {
    expect(await checked()).toMatchObject({
      is: 'unsure',
      why: 'Azure Monitor tells Requests of orders-ne for 0 of the last 5 min',
    });
  });

  it('shows who calls the side that was left by its own name', async () => {
    const set = world.arm.recordSet(record);
    world.arm.putRecordSet('switch', record, { ...set, cname: gateways.secondary }, set.etag);
    now += 10_000;
    for (const host of Array(7).fill(gateways.primary)) await call(host);
    await call('orders.contoso.com');
    now += 300_000;
    expect(await checked()).toMatchObject({
      is: 'warns',
      why: expect.stringContaining(
        '7 requests arrived at orders-we in the last 5 min although the name leads to northeurope',
      ),
    });
    now += 300_000;
    expect(await checked()).toMatchObject({
      is: 'fine',
      why: expect.stringContaining('0 requests arrived at orders-we'),
    });
  });

  it('has the shape that Azure gives it', () => {
    const last = seen.exchanges.at(-1);
    expect(JSON.parse(last?.served.body ?? '')).toMatchObject({
      interval: 'PT1M',
      value: [
        {
          name: { value: 'Requests' },
          unit: 'Count',
          timeseries: [{ data: expect.arrayContaining([expect.objectContaining({ total: 0 })]) }],
        },
      ],
    });
  });

  it('cannot be told while the region of that side is dark', async () => {
    world.faults.set('westeurope', { is: 'dark' });
    await expect(checked(1_000)).rejects.toThrow(/metrics/);
    world.faults.clearAll();
    world.faults.set('westeurope/gateway', { is: 'dark' });
    expect(await checked()).toMatchObject({ is: 'unsure' });
  });
});
