/** Waits until those who receive from Service Bus do so from the namespace that the alias leads to now. */

import * as z from 'zod';
import { busNamespaceId, nameOf } from './arm-id.ts';
import { awaited } from './awaited.ts';
import { consumerReads, consumersOf } from './consumers.ts';

const settings = z.strictObject({
  /** The namespace that the alias leads to. */
  namespace: busNamespaceId,
  /** The one it has left. While its region is dark nobody can be receiving there. */
  left: busNamespaceId,
  /** Queues, and subscriptions as `topic/subscription`. */
  entities: z.array(z.string().min(1)).min(1),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

export const serviceBusConsumers = awaited<Settings>({
  settings,
  example: {
    namespace: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
    left: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    entities: ['orders', 'invoices/erp'],
  },
  permissions: consumerReads,
  requires: ['entra', 'arm'],
  stepMsMax: 600_000,
  describe: (s) => `Consumers of ${s.entities.join(', ')} receive from ${nameOf(s.namespace)}`,
  reads: (s) => [s.namespace.toLowerCase(), s.left.toLowerCase()],
  inspect: (azure, s, signal) => consumersOf(azure, s, signal),
});
