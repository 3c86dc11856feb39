/** Promotes the secondary region of a geo-replicated Service Bus namespace, once it has caught up. */

import type * as z from 'zod';
import { busNamespaceId, nameOf } from './arm-id.ts';
import { promotion, promotionSettings } from './promotion.ts';

/**
 * `geoDataReplication` and `failover` are typed in Microsoft.ServiceBus 2026-01-01 (TypeSpec), and
 * described with 2024-01-01 in "Service Bus geo-replication" (2025-07): hence a setting. Either order
 * is accepted at once, takes 5 to 10 minutes, and the namespace can only be read meanwhile.
 */
export const promotedBus = promotionSettings(busNamespaceId, '2026-01-01');

export const busPermissions = [
  'Microsoft.ServiceBus/namespaces/read',
  'Microsoft.ServiceBus/namespaces/failover/action',
] as const;

export const busExample = {
  resource:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus',
  location: 'northeurope',
  apiVersion: '2026-01-01',
};

export function busOrder(force: boolean) {
  return (primaryLocation: string) => ({
    path: '/failover',
    body: { properties: { primaryLocation, force } },
  });
}

export const serviceBusPromotion = promotion<z.infer<typeof promotedBus>>({
  of: 'service-bus',
  how: 'planned',
  order: busOrder(false),
  settings: promotedBus,
  example: busExample,
  permissions: busPermissions,
  describe: (s) => `Promote ${nameOf(s.resource)} in ${s.location}, once it has caught up`,
});
