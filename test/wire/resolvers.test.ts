/** Public resolvers on the wire: dialled by their addresses, asked by the check that leans on them. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { namesOf } from '../../adapters/azure/names.ts';
import { resolversFollow as check } from '../../checks/resolvers-follow.ts';
import type { Names } from '../../core/net.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld } from '../../lab/world/azure.ts';
import { groundOf } from '../checks/grounds.ts';
import { gateways, ordersLayout, record } from '../lab/world/orders-layout.ts';
import { netWith } from '../probes/nets.ts';
import { openLabEstate } from './lab-estate.ts';

const name = 'orders.contoso.com';
const resolvers = ['1.1.1.1', '8.8.8.8'];
const layout = {
  ...ordersLayout,
  resolvers: resolvers.map((address) => ({ address, names: [name] })),
};
const settings = { name, ...gateways, resolvers };

let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let names: Names;

beforeAll(async () => {
  ({ world, estate } = await openLabEstate(layout, { now: () => now, seed: 'resolvers' }));
  const dial = estate.dialOf('operator');
  names = namesOf({ resolvers: estate.dnsServersOf('operator'), dial });
});

beforeEach(() => {
  world.faults.clearAll();
  now += 120_000;
});
afterAll(() => estate.close());

const lead = (cname: string) => {
  const set = world.arm.recordSet(record);
  world.arm.putRecordSet('switch', record, { ...set, cname }, set.etag);
};
const checked = () =>
  check.check(groundOf(netWith({ names })), settings, AbortSignal.timeout(15_000));
const ask = (at: string) =>
  names.ask({ name, type: 'CNAME', at: [at], signal: AbortSignal.timeout(10_000) });

describe('public resolvers', () => {
  it('lag after a switch by what is left of the time to live, and then follow', async () => {
    lead(gateways.primary);
    now += 10_000;
    expect(await checked()).toMatchObject({ is: 'fine' });
    lead(gateways.secondary);
    now += 6_000;
    expect(await checked()).toMatchObject({
      is: 'warns',
      why: '1.1.1.1 still leads to westeurope, for up to 24 s more; 8.8.8.8 still leads to westeurope, for up to 24 s more',
    });
    now += 24_000;
    expect(await checked()).toEqual({
      is: 'fine',
      why: '1.1.1.1 and 8.8.8.8 lead to northeurope, as the zone says',
    });
  });

  it('are no authority: they fail where the zone is silent and nothing is remembered', async () => {
    world.faults.set('dns', { is: 'failing', status: 500 });
    await expect(ask('1.1.1.1')).rejects.toThrow('1.1.1.1: SERVFAIL');
    world.faults.clearAll();
    expect(await ask('1.1.1.1')).toMatchObject({ server: '1.1.1.1', ttlSeconds: 30 });
  });

  it('are broken one by one', async () => {
    world.faults.set('resolver/8.8.8.8', { is: 'failing', status: 500 });
    expect(await checked()).toMatchObject({
      is: 'fine',
      why: expect.stringMatching(/^1\.1\.1\.1 leads to .*; not asked: 8\.8\.8\.8: SERVFAIL$/),
    });
  });

  it('are only those that the file names: nobody resolves at another address', async () => {
    await expect(ask('9.9.9.9')).rejects.toMatchObject({ name: 'Between' });
  });
});
