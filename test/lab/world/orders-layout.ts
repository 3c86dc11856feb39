/** A small estate for the world's own tests: one of everything, twice. */

import type { Region, Vantage } from '../../../core/names.ts';
import type { Layout, WorkflowLayout } from '../../../lab/world/azure.ts';

export const west = 'westeurope' as Region;
export const north = 'northeurope' as Region;

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
export const groups = {
  primary: `${subscription}/resourceGroups/orders-we`,
  secondary: `${subscription}/resourceGroups/orders-ne`,
};
export const namespaces = {
  primary: `${groups.primary}/providers/Microsoft.ServiceBus/namespaces/orders-we`,
  secondary: `${groups.secondary}/providers/Microsoft.ServiceBus/namespaces/orders-ne`,
};
export const record = `${subscription}/resourceGroups/global/providers/Microsoft.Network/dnsZones/contoso.com/CNAME/orders`;
export const gateways = {
  primary: 'orders-we.azure-api.net',
  secondary: 'orders-ne.azure-api.net',
};
export const statusPath = '/status-0123456789abcdef';

export function workflowId(side: 'primary' | 'secondary', name: string): string {
  return `${groups[side]}/providers/Microsoft.Logic/workflows/${name}`;
}

function workflow(
  side: 'primary' | 'secondary',
  name: string,
  does: WorkflowLayout['does'],
): WorkflowLayout {
  const region = side === 'primary' ? west : north;
  const callback = `https://prod-01.${region}.logic.azure.com/workflows/${name}/triggers/manual/paths/invoke?api-version=2016-10-01&sig=secret-${region}`;
  return {
    id: workflowId(side, name),
    side,
    enabled: side === 'primary',
    tags: { farwatch: does },
    does,
    ...(does === 'health' ? { callback } : {}),
  };
}

function gateway(side: 'primary' | 'secondary', value: string): Layout['gateways'][number] {
  return {
    host: gateways[side],
    side,
    statusPath,
    operation: { path: '/orders/echo', key: 'subscription-key' },
    signature: { header: 'X-Region', value },
  };
}

export const ordersLayout: Layout = {
  tenant: 'contoso',
  subscription,
  regions: { primary: west, secondary: north },
  vantages: ['eu-north-1', 'eu-west-2', 'us-east-1'].map((name) => name as Vantage),
  gateways: [gateway('primary', west), gateway('secondary', north)],
  names: [
    { record, name: 'orders.contoso.com', zone: 'contoso.com', targets: gateways, ttlSeconds: 30 },
  ],
  workflows: [
    workflow('primary', 'health', 'health'),
    workflow('primary', 'receive-edi', 'receiver'),
    workflow('secondary', 'health', 'health'),
    workflow('secondary', 'receive-edi', 'receiver'),
  ],
  aliases: [
    {
      alias: 'orders',
      host: 'orders.servicebus.windows.net',
      namespaces: {
        primary: { id: namespaces.primary, host: 'orders-we.servicebus.windows.net' },
        secondary: { id: namespaces.secondary, host: 'orders-ne.servicebus.windows.net' },
      },
      queues: ['probe'],
      orders: 'orders',
      sas: { keyName: 'probe', key: 'sas-key' },
    },
  ],
  references: ['reference.example'],
  identities: [
    { name: 'look', client: 'look-client', secret: 'look-secret', mayWrite: false },
    { name: 'switch', client: 'switch-client', secret: 'switch-secret', mayWrite: true },
  ],
};
