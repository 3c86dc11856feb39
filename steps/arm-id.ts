/** The shapes of the ARM ids that steps are given, refused at the door when they are something else. */

import * as z from 'zod';

const group = '/subscriptions/[^/]+/resourceGroups/[^/]+';

export function idOf(rest: string, sort: string, shape: string) {
  return z
    .string()
    .regex(new RegExp(`^${group}${rest}$`, 'i'), `must be the ARM id of ${sort}: ${shape}`);
}

export const resourceGroupId = idOf(
  '',
  'a resource group',
  '/subscriptions/<id>/resourceGroups/<name>',
);

export const cnameRecordId = idOf(
  '/providers/Microsoft\\.Network/dnsZones/[^/]+/CNAME/[^/]+',
  'a CNAME record set in Azure DNS',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/dnsZones/<zone>/CNAME/<name>',
);

export const busNamespaceId = idOf(
  '/providers/Microsoft\\.ServiceBus/namespaces/[^/]+',
  'a Service Bus namespace',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.ServiceBus/namespaces/<name>',
);

export const trafficManagerProfileId = idOf(
  '/providers/Microsoft\\.Network/trafficManagerProfiles/[^/]+',
  'a Traffic Manager profile',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/trafficManagerProfiles/<name>',
);

export const apimServiceId = idOf(
  '/providers/Microsoft\\.ApiManagement/service/[^/]+',
  'an API Management service',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.ApiManagement/service/<name>',
);

export const storageAccountId = idOf(
  '/providers/Microsoft\\.Storage/storageAccounts/[^/]+',
  'a storage account',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/<name>',
);

export const namedValueId = idOf(
  '/providers/Microsoft\\.ApiManagement/service/[^/]+/namedValues/[^/]+',
  'a named value of API Management',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.ApiManagement/service/<name>/namedValues/<name>',
);

export const configurationStoreId = idOf(
  '/providers/Microsoft\\.AppConfiguration/configurationStores/[^/]+',
  'an App Configuration store',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.AppConfiguration/configurationStores/<name>',
);

export const dataFactoryId = idOf(
  '/providers/Microsoft\\.DataFactory/factories/[^/]+',
  'a Data Factory',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.DataFactory/factories/<name>',
);

export const siteId = idOf(
  '/providers/Microsoft\\.Web/sites/[^/]+',
  'an app of App Service',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Web/sites/<name>',
);

export const integrationAccountId = idOf(
  '/providers/Microsoft\\.Logic/integrationAccounts/[^/]+',
  'an integration account',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Logic/integrationAccounts/<name>',
);

export const originGroupId = idOf(
  '/providers/Microsoft\\.Cdn/profiles/[^/]+/originGroups/[^/]+',
  'an origin group of Front Door',
  '/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Cdn/profiles/<name>/originGroups/<name>',
);

/** The last segment: what people call the resource. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
