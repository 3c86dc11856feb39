/** A Traffic Manager profile through ARM: read and turned, and what its name answers then. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import { namesOf } from '../../adapters/azure/names.ts';
import type { Azure } from '../../core/azure.ts';
import { profileIn, profileVersion } from '../../core/profiles.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { dns } from '../../probes/dns.ts';
import { trafficManagerEndpoint as step } from '../../steps/traffic-manager-endpoint.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { netWith } from '../probes/nets.ts';
import { holdToSpecs, recorder, specsThere } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const profile = `${subscription}/resourceGroups/dns/providers/Microsoft.Network/trafficManagerProfiles/orders`;
const [west = '', north = ''] = ordersLayout.gateways.map(({ host }) => host);
const name = 'orders.trafficmanager.net';
const layout: Layout = {
  ...ordersLayout,
  profiles: [
    {
      ...{ id: profile, name, ttlSeconds: 30 },
      endpoints: {
        primary: { key: 'ExternalEndpoints/we', target: west },
        secondary: { key: 'ExternalEndpoints/ne', target: north },
      },
    },
  ],
  hosted: [
    {
      ...{ zone: 'Z08345671WQ2ABCDEFGH', name: 'www.contoso-shop.com', ttlSeconds: 30 },
      begins: name,
      targets: { primary: west, secondary: north },
    },
  ],
};
const away = {
  profile,
  to: 'ExternalEndpoints/ne',
  from: 'ExternalEndpoints/we',
  fromIs: 'Disabled',
} as const;
const home = { profile, to: away.from, from: away.to, fromIs: 'Enabled' } as const;

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, {
    now: () => now,
    seed: 'profiles',
    witness: seen.witness,
  });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

afterAll(() => estate.close());

const answered = () => world.answer(name, 'CNAME')?.values;

describe('a profile through ARM', () => {
  it('is turned to the other side and back, and its name follows', async () => {
    expect(answered()).toEqual([west]);
    expect(await step.inspect(azure, away, never)).toEqual({ is: 'todo' });
    await step.apply(azure, away, never);
    expect(await step.inspect(azure, away, never)).toEqual({ is: 'done' });
    now += 5_000;
    expect(answered()).toEqual([north]);
    await step.apply(azure, home, never);
    now += 5_000;
    expect(answered()).toEqual([west]);
    expect(world.writes.map(({ by, detail }) => `${by} ${detail}`)).toEqual([
      'switch Disabled',
      'switch Enabled',
    ]);
  });

  it('moves by itself when its own probing has found a side silent, and back again', async () => {
    world.faults.set('westeurope', { is: 'dark' });
    now += 30_000;
    expect(answered()).toEqual([west]);
    now += 20_000;
    expect(answered()).toEqual([north]);
    const [we] = profileIn(await azure.resource(profile, profileVersion, never)).endpoints;
    expect(we).toMatchObject({ enabled: true, health: 'Degraded', priority: 1 });
    world.faults.clearAll();
    now += 20_000;
    expect(answered()).toEqual([west]);
  });

  it('which was led away stays away when the first side answers again', async () => {
    world.faults.set('westeurope', { is: 'dark' });
    now += 60_000;
    await step.apply(azure, away, never);
    world.faults.clearAll();
    now += 60_000;
    expect(answered()).toEqual([north]);
  });

  it('is followed from a name in front of it, and no more where that is led past it', async () => {
    const dial = estate.dialOf('operator');
    const names = namesOf({ resolvers: estate.dnsServersOf('operator'), dial });
    const told = {
      ...({ name: 'www.contoso-shop.com', through: name, type: 'CNAME' } as const),
      sides: { primary: west, secondary: north },
    };
    const ask = () => dns.ask(netWith({ names }), told, never);
    expect(await ask()).toMatchObject({ points: 'secondary', measures: { ttlSeconds: 30 } });
    const [zone, ttlSeconds] = ['Z08345671WQ2ABCDEFGH', 30];
    const change = { was: { cname: name, ttlSeconds }, now: { cname: west, ttlSeconds } };
    world.hosted.replace('operator', zone, 'www.contoso-shop.com', change);
    now += 5_000;
    expect(await ask()).toMatchObject({ points: 'primary' });
    expect(answered()).toEqual([north]);
  });

  it('refuses what is not there, in words that say what was asked', async () => {
    const body = { properties: { endpointStatus: 'Enabled' } };
    const gone = `${profile}/ExternalEndpoints/gone`;
    await expect(azure.patch(gone, profileVersion, body, never)).rejects.toMatchObject({
      ...{ name: 'Refusal', status: 404, sent: 'no' },
      message: expect.stringContaining('gone'),
    });
  });
});

const held = specsThere ? it : it.skip;

held('speaks as Microsoft publishes it', async () => {
  const { count, faults } = await holdToSpecs(seen.exchanges);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(8);
});
