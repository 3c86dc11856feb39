/** API Management in two regions through ARM: gateways turned by the real client, and who answers the name then. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { azureOf } from '../../adapters/azure/arm.ts';
import type { Azure } from '../../core/azure.ts';
import { regionalGatewaysIn } from '../../core/regional-gateways.ts';
import type { Estate } from '../../lab/estate/estate.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { apimGatewayLocation as step } from '../../steps/apim-gateway-location.ts';
import { gateways, ordersLayout } from '../lab/world/orders-layout.ts';
import { recorder } from './exchanges.ts';
import { openLabEstate } from './lab-estate.ts';

const never = new AbortController().signal;
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const service = `${subscription}/resourceGroups/api/providers/Microsoft.ApiManagement/service/orders`;
const host = 'orders.azure-api.net';
const layout: Layout = {
  ...ordersLayout,
  multiRegions: [{ id: service, host, gateways, master: 'primary', standby: 'enabled' }],
};
const apiVersion = '2024-05-01';
const turning = (location: string, gateway: 'enabled' | 'disabled') => {
  return { service, location, gateway, apiVersion };
};
const westOff = turning('westeurope', 'disabled');
const northOff = turning('northeurope', 'disabled');

const seen = recorder();
let now = Date.now();
let world: AzureWorld;
let estate: Estate;
let azure: Azure;

beforeAll(async () => {
  const lab = await openLabEstate(layout, { now: () => now, seed: 'api', witness: seen.witness });
  ({ world, estate } = lab);
  azure = azureOf(lab.as('switch'));
});

beforeEach(async () => {
  world.faults.clearAll();
  for (const location of ['westeurope', 'northeurope']) {
    await step.apply(azure, turning(location, 'enabled'), never);
    now += 60_000;
  }
});

afterAll(() => estate.close());

const led = () => world.answer(host, 'CNAME')?.values;
const patched = () => seen.exchanges.filter(({ asked }) => asked.method === 'PATCH').at(-1);

describe('a service in two regions through ARM', () => {
  it('is accepted with 202, updates for a while, and leads elsewhere once it is over', async () => {
    expect(led()).toEqual([gateways.primary]);
    await step.apply(azure, westOff, never);
    expect(patched()?.served.status).toBe(202);
    expect((await step.inspect(azure, westOff, never)).is).toBe('moving');
    expect(led()).toEqual([gateways.primary]);
    now += 60_000;
    expect(await step.inspect(azure, westOff, never)).toEqual({ is: 'done' });
    expect(led()).toEqual([gateways.secondary]);
  });

  it('keeps what else is said of the location that is turned', async () => {
    const before = Object(await azure.resource(service, apiVersion, never));
    await step.apply(azure, northOff, never);
    now += 60_000;
    const told = Object(await azure.resource(service, apiVersion, never));
    const [north] = before.properties.additionalLocations;
    expect(told.properties.additionalLocations).toEqual([{ ...north, disableGateway: true }]);
    expect(patched()?.asked.body).not.toContain('gatewayRegionalUrl');
    expect(regionalGatewaysIn(told).gateways.map(({ enabled }) => enabled)).toEqual([true, false]);
  });

  it('refuses a change while another one is under way, and says so', async () => {
    await step.apply(azure, northOff, never);
    const change = azure.patch(service, apiVersion, { properties: {} }, never);
    await expect(change).rejects.toMatchObject({
      ...{ name: 'Refusal', status: 409, code: 'ServiceLocked', sent: 'no' },
      message: expect.stringContaining('transitioning'),
    });
    now += 60_000;
  });

  it('refuses to be left without any gateway', async () => {
    await step.apply(azure, westOff, never);
    now += 60_000;
    expect((await step.inspect(azure, northOff, never)).is).toBe('moving');
    const additionalLocations = [{ location: 'northeurope', disableGateway: true }];
    const change = { properties: { additionalLocations } };
    const refused = azure.patch(service, apiVersion, change, never);
    await expect(refused).rejects.toMatchObject({ status: 400, sent: 'no' });
  });

  it('is managed from one region, and gone with it', async () => {
    world.faults.set('westeurope', { is: 'refused' });
    await expect(step.inspect(azure, westOff, never)).rejects.toThrow();
    expect(led()).toEqual([gateways.primary]);
    world.faults.clearAll();
    world.faults.set('northeurope', { is: 'refused' });
    expect(await step.inspect(azure, westOff, never)).toEqual({ is: 'todo' });
  });
});
