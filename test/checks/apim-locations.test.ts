/** What is found of an API Management service in several regions, long before a move. */

import { describe, expect, it } from '@jest/globals';
import { apimLocations as kind } from '../../checks/apim-locations.ts';
import { checkOn, group } from './grounds.ts';

const settings = {
  service: `${group}/api/providers/Microsoft.ApiManagement/service/orders`,
  host: 'orders.azure-api.net',
  primary: { location: 'westeurope', host: 'orders-westeurope-01.regional.azure-api.net' },
  secondary: { location: 'northeurope', host: 'orders-northeurope-01.regional.azure-api.net' },
  master: 'primary',
  standby: 'enabled',
  apiVersion: '2024-05-01',
} as const;

interface Odd {
  readonly tier?: string;
  readonly network?: string;
  readonly west?: boolean;
  readonly north?: boolean;
  readonly northHost?: string;
  readonly elsewhere?: string;
}

function saying(odd: Odd = {}) {
  const { tier = 'Premium', network = 'None', west = true, north = true } = odd;
  const northHost = odd.northHost ?? settings.secondary.host;
  return {
    location: 'West Europe',
    sku: { name: tier, capacity: 1 },
    properties: {
      provisioningState: 'Succeeded',
      virtualNetworkType: network,
      hostnameConfigurations: [
        { type: 'Proxy', hostName: 'orders.azure-api.net' },
        { type: 'Management', hostName: 'manage.contoso.com' },
      ],
      gatewayRegionalUrl: `https://${settings.primary.host}`,
      disableGateway: !west,
      additionalLocations: [
        {
          location: odd.elsewhere ?? 'North Europe',
          gatewayRegionalUrl: `https://${northHost}`,
          disableGateway: !north,
        },
      ],
    },
  };
}

const check = (odd: Odd = {}, also: object = {}) =>
  checkOn(kind, { ...settings, ...also }, { resource: async () => saying(odd) });

describe('apim-locations', () => {
  it('tells where the management plane is, and what is left without it', async () => {
    expect(await check()).toEqual({
      is: 'fine',
      why: 'orders has a gateway in both regions',
      note: 'the management plane is in westeurope and gone with it; northeurope then only serves what it has',
    });
  });

  it('tells that a standby that is disabled on purpose is of no use in the dark', async () => {
    expect(await check({ north: false }, { standby: 'disabled' })).toMatchObject({
      is: 'fine',
      note: expect.stringContaining('is disabled and could not be enabled then'),
    });
  });

  it('tells the right host instead of the wrong one', async () => {
    expect(await check({ northHost: 'orders-northeurope-02.regional.azure-api.net' })).toEqual({
      is: 'warns',
      why: `the gateway in northeurope is orders-northeurope-02.regional.azure-api.net, not ${settings.secondary.host}`,
      next: 'Correct the host in the watch file.',
    });
    expect(await check({}, { host: 'manage.contoso.com' })).toMatchObject({
      is: 'warns',
      next: expect.stringContaining('Write one of orders.azure-api.net'),
    });
  });

  it.each<readonly [Odd, object, 'warns' | 'fails', string]>([
    [{ west: false }, {}, 'warns', 'in westeurope is disabled'],
    [{ north: false }, {}, 'warns', 'in northeurope is disabled'],
    [{ elsewhere: 'UK South' }, {}, 'fails', 'no gateway in northeurope'],
    [{ tier: 'Standard' }, {}, 'fails', 'only Premium'],
    [{ network: 'Internal' }, {}, 'fails', 'internal network'],
    [{}, { master: 'secondary' }, 'fails', 'managed from West Europe, not from northeurope'],
  ])('finds %j with %j', async (odd, also, is, why) => {
    expect(await check(odd, also)).toMatchObject({ is, why: expect.stringContaining(why) });
  });
});
