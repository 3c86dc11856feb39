/** The ARM ids and regions that checks are told: their shapes, and how they are compared and called. */

import * as z from 'zod';

const group = '/subscriptions/[^/]+/resourceGroups/[^/]+';

function idOf(rest: string, sort: string) {
  return z.string().regex(new RegExp(`^${group}${rest}$`, 'i'), `must be the ARM id of ${sort}`);
}

export const groupId = idOf('', 'a resource group');
export const namespaceId = idOf(
  '/providers/Microsoft\\.ServiceBus/namespaces/[^/]+',
  'a Service Bus namespace',
);
export const dataFactoryId = idOf(
  '/providers/Microsoft\\.DataFactory/factories/[^/]+',
  'a Data Factory',
);

export const integrationAccountId = idOf(
  '/providers/Microsoft\\.Logic/integrationAccounts/[^/]+',
  'an integration account',
);
export const cnameId = idOf(
  '/providers/Microsoft\\.Network/dnsZones/[^/]+/CNAME/[^/]+',
  'a CNAME record set in Azure DNS',
);
export const profileId = idOf(
  '/providers/Microsoft\\.Network/trafficManagerProfiles/[^/]+',
  'a Traffic Manager profile',
);
export const originGroupId = idOf(
  '/providers/Microsoft\\.Cdn/profiles/[^/]+/originGroups/[^/]+',
  'an origin group of Front Door',
);

export const apimServiceId = idOf(
  '/providers/Microsoft\\.ApiManagement/service/[^/]+',
  'an API Management service',
);
export const storageAccountId = idOf(
  '/providers/Microsoft\\.Storage/storageAccounts/[^/]+',
  'a storage account',
);
export const workflowId = idOf('/providers/Microsoft\\.Logic/workflows/[^/]+', 'a workflow');
export const siteId = idOf('/providers/Microsoft\\.Web/sites/[^/]+', 'a Logic App (Standard)');

export const configurationStoreId = idOf(
  '/providers/Microsoft\\.AppConfiguration/configurationStores/[^/]+',
  'an App Configuration store',
);

/** Azure tells ids in whatever case they were once written. */
export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The last segment: what people call the resource. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** `West Europe` and `westeurope` are one region. */
export function regionIn(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}
