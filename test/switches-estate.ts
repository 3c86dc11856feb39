/** An estate with the switches that are not Azure's control plane, and the last choice among those that are. */

import { readFileSync } from 'node:fs';
import type { Estate } from '../config/estate.ts';
import { loadEstate } from '../config/load.ts';

const services = `
      portal:
        kind: route53
        critical: true
        with:
          zone: Z08345671WQ2ABCDEFGH
          name: portal.contoso.com
          ttlSeconds: 30
          primary: { host: contoso-portal-we.azurewebsites.net }
          secondary: { host: contoso-portal-ne.azurewebsites.net }
          path: /health
      publishers:
        kind: webhook-switch
        critical: true
        with:
          state:
            url: https://settings.contoso.com/publishers
            pointer: /active/region
            headers: { Authorization: env:SETTINGS_READ_KEY }
          set:
            url: https://settings.contoso.com/publishers
            method: PUT
            headers: { Authorization: env:SETTINGS_WRITE_KEY }
          primary:
            host: contoso-events-we.azurewebsites.net
            value: westeurope
            body: '{"active":{"region":"westeurope"}}'
          secondary:
            host: contoso-events-ne.azurewebsites.net
            value: northeurope
            body: '{"active":{"region":"northeurope"}}'
          path: /health
      catalog:
        kind: front-door
        critical: true
        with:
          group: /subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-edge/providers/Microsoft.Cdn/profiles/contoso-edge/originGroups/catalog
          primary: { host: contoso-catalog-we.azurewebsites.net, origin: catalog-we }
          secondary: { host: contoso-catalog-ne.azurewebsites.net, origin: catalog-ne }
          path: /health
          standby: disabled
          public:
            name: contoso-catalog.azurefd.net
            header: X-Served-By
            primary: westeurope
            secondary: northeurope
`;

/** Beside the receivers and the Traffic Manager of the shop. */
export function switchesText(): string {
  return `${readFileSync('examples/shop.yaml', 'utf8')}${services}`.replace(
    'acknowledge: [traffic-manager-endpoint]',
    'acknowledge: [traffic-manager-endpoint, route53-record, webhook, front-door-origin]',
  );
}

export function switchesEstate(): Estate {
  const loaded = loadEstate(switchesText(), 'shop.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(loaded.faults.map(({ message }) => message).join('; '));
}
