/** Turning a gateway of API Management: what is sent, what is waited for, and what is never turned off. */

import { describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import { apimGatewayLocation as step } from '../../steps/apim-gateway-location.ts';
import { azureWith, never } from './azure.ts';

const service =
  '/subscriptions/s-1/resourceGroups/api/providers/Microsoft.ApiManagement/service/orders';
const apiVersion = '2024-05-01';
const turning = (location: string, gateway: 'enabled' | 'disabled') => {
  return { service, location, gateway, apiVersion };
};
const westOff = turning('westeurope', 'disabled');
const northOff = turning('northeurope', 'disabled');
const northOn = turning('northeurope', 'enabled');

interface Odd {
  readonly west?: boolean;
  readonly north?: boolean;
  readonly state?: string;
  readonly network?: string;
  readonly alone?: true;
}

/** As ARM tells it: places spelt for people, and much that is not ours. */
function saying({ west = true, north = true, state = 'Succeeded', network, alone }: Odd = {}) {
  const ofNorth = {
    location: 'North Europe',
    sku: { name: 'Premium', capacity: 2 },
    zones: ['1', '2'],
    publicIPAddresses: ['198.51.100.7'],
    privateIPAddresses: null,
    virtualNetworkConfiguration: {
      vnetid: '00000000-0000-0000-0000-000000000000',
      subnetname: null,
      subnetResourceId: '/subscriptions/s-1/resourceGroups/net/subnets/api-ne',
    },
    gatewayRegionalUrl: 'https://orders-northeurope-01.regional.azure-api.net',
    natGatewayState: 'Enabled',
    disableGateway: !north,
    platformVersion: 'stv2',
  };
  const ofUk = {
    location: 'UK South',
    sku: { name: 'Premium', capacity: 1 },
    disableGateway: true,
  };
  return {
    location: 'West Europe',
    sku: { name: 'Premium', capacity: 1 },
    properties: {
      provisioningState: state,
      virtualNetworkType: network ?? 'External',
      gatewayRegionalUrl: 'https://orders-westeurope-01.regional.azure-api.net',
      disableGateway: !west,
      additionalLocations: alone ? null : [ofNorth, ofUk],
    },
  };
}

function kept(body: unknown) {
  const sent: unknown[] = [];
  const azure: Azure = azureWith({
    resource: async () => body,
    async patch(id, version, change) {
      sent.push([id, version, change]);
    },
  });
  return { azure, sent };
}

describe('turning a gateway', () => {
  it('of the first location sends one flag', async () => {
    const { azure, sent } = kept(saying());
    expect(await step.inspect(azure, westOff, never)).toEqual({ is: 'todo' });
    await step.apply(azure, westOff, never);
    expect(sent).toEqual([[service, apiVersion, { properties: { disableGateway: true } }]]);
  });

  it('of another one sends all of them back as they were, but for what only ARM may say', async () => {
    const { azure, sent } = kept(saying());
    await step.apply(azure, northOff, never);
    const additionalLocations = [
      {
        location: 'North Europe',
        sku: { name: 'Premium', capacity: 2 },
        zones: ['1', '2'],
        virtualNetworkConfiguration: {
          subnetResourceId: '/subscriptions/s-1/resourceGroups/net/subnets/api-ne',
        },
        natGatewayState: 'Enabled',
        disableGateway: true,
      },
      { location: 'UK South', sku: { name: 'Premium', capacity: 1 }, disableGateway: true },
    ];
    expect(sent).toEqual([[service, apiVersion, { properties: { additionalLocations } }]]);
  });

  it('is done when ARM says so, and not before the update is over', async () => {
    const asked = (odd: Odd) => step.inspect(kept(saying(odd)).azure, westOff, never);
    expect(await asked({ west: false })).toEqual({ is: 'done' });
    expect(await asked({ west: false, state: 'Updating' })).toEqual({
      is: 'moving',
      why: 'API Management orders reports Updating',
    });
  });

  it('writes nothing while somebody else updates the service', async () => {
    const { azure, sent } = kept(saying({ state: 'Updating' }));
    await step.apply(azure, westOff, never);
    expect(sent).toEqual([]);
  });

  it('waits with the last one that is enabled until another one is', async () => {
    const { azure, sent } = kept(saying({ north: false }));
    expect(await step.inspect(azure, westOff, never)).toEqual({
      is: 'moving',
      why: 'the gateway in westeurope is the last one enabled: enable another one first',
    });
    await step.apply(azure, westOff, never);
    expect(sent).toEqual([]);
    expect(await step.inspect(azure, northOn, never)).toEqual({ is: 'todo' });
  });

  const rows: readonly (readonly [string, typeof westOff, unknown, string])[] = [
    ['it has no other gateway', westOff, saying({ alone: true }), 'no gateway besides'],
    ['it is not there', turning('swedencentral', 'enabled'), saying(), 'in swedencentral'],
    ['the last update failed', northOn, saying({ north: false, state: 'Failed' }), 'Failed'],
    ['nobody is led anywhere by Azure', westOff, saying({ network: 'Internal' }), 'internal'],
    ['ARM says nothing of use', westOff, {}, 'no gateway in westeurope'],
  ];

  it.each(rows)('is stuck, and turns nothing, when %s', async (_told, settings, body, why) => {
    const { azure, sent } = kept(body);
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringContaining(why),
    });
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({ sent: 'no' });
    expect(sent).toEqual([]);
  });
});
