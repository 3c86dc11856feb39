/** Takes the ids that rights are given on apart, and spells them as Azure's documents do. */

import { withoutPattern } from '../core/rights.ts';
import { Trouble } from '../core/trouble.ts';

export interface Scope {
  /** The full ARM id. */
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  /** Absent for a resource group as a whole. */
  readonly resource?: {
    /** `Microsoft.Network/dnsZones/CNAME` */
    readonly type: string;
    readonly apiVersion: string;
    /** From the outside in: `contoso.com`, `orders`. */
    readonly names: readonly string[];
  };
}

/** What rights are given on, and the api-version under which a template finds it. */
const types: Readonly<Record<string, string>> = {
  'Microsoft.ApiManagement/service': '2024-05-01',
  'Microsoft.ApiManagement/service/namedValues': '2024-05-01',
  'Microsoft.App/containerApps': '2024-03-01',
  'Microsoft.AppConfiguration/configurationStores': '2024-05-01',
  'Microsoft.DataFactory/factories': '2018-06-01',
  'Microsoft.DataFactory/factories/pipelines': '2018-06-01',
  'Microsoft.Cdn/profiles/originGroups/origins': '2024-02-01',
  'Microsoft.Logic/integrationAccounts': '2019-05-01',
  'Microsoft.Logic/workflows': '2019-05-01',
  'Microsoft.Network/applicationGateways': '2024-05-01',
  'Microsoft.Network/dnsZones/CNAME': '2018-05-01',
  'Microsoft.Network/trafficManagerProfiles': '2022-04-01',
  'Microsoft.ServiceBus/namespaces': '2021-11-01',
  'Microsoft.ServiceBus/namespaces/authorizationRules': '2021-11-01',
  'Microsoft.ServiceBus/namespaces/queues/authorizationRules': '2021-11-01',
  'Microsoft.ServiceBus/namespaces/topics/authorizationRules': '2021-11-01',
  'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs': '2021-11-01',
  'Microsoft.ServiceBus/namespaces/queues': '2021-11-01',
  'Microsoft.Storage/storageAccounts': '2025-06-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers': '2025-06-01',
  'Microsoft.Web/serverfarms': '2025-05-01',
  'Microsoft.Web/sites': '2025-05-01',
};

const shape =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)(?:\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+))?$/i;

export function scopeOf(id: string): Scope {
  const [, subscription, group, provider, rest = ''] = shape.exec(withoutPattern(id)) ?? [];
  if (subscription === undefined || group === undefined) throw unknown(id);
  const groupId = `/subscriptions/${subscription}/resourceGroups/${group}`;
  if (provider === undefined) return { id: groupId, subscription, group };
  const pairs = [...rest.matchAll(/\/([^/]+)\/([^/]+)/g)];
  const asked = [provider, ...pairs.map(([, type]) => type)].join('/').toLowerCase();
  const found = Object.entries(types).find(([type]) => type.toLowerCase() === asked);
  if (found === undefined) throw unknown(id);
  const [type, apiVersion] = found;
  const names = pairs.map(([, , name = '']) => name);
  const [namespace, ...inner] = type.split('/');
  const path = inner.map((segment, at) => `${segment}/${names[at]}`).join('/');
  return {
    id: `${groupId}/providers/${namespace}/${path}`,
    subscription,
    group,
    resource: { type, apiVersion, names },
  };
}

/** `edi-receive-orders in contoso-edi-we`, for people. */
export function calledOf({ group, resource }: Scope): string {
  return resource === undefined ? group : `${resource.names.join('/')} in ${group}`;
}

function unknown(id: string): Trouble {
  return new Trouble('scope-unknown', {
    message: `Cannot give a right on ${id}: it is no resource of a type that deploy/scope.ts knows`,
    next: 'Add its type and api-version to the table there.',
  });
}
