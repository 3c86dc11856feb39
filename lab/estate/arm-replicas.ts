/** Microsoft.ServiceBus namespaces with geo-replication, api-version 2026-01-01: read and promoted. */

import { empty, json, type Operation, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'servicebus',
  apiVersion: '2026-01-01',
  path: `${resourceGroup}/providers/Microsoft.ServiceBus/namespaces/{namespace}`,
  // ARM answers for it from whichever region is left.
  regions: () => [],
} as const;

export const replicaOperations: readonly Operation[] = [
  { ...shared, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...shared,
    method: 'POST',
    action: 'failover',
    answer(arm, { by, id, body }) {
      arm.act(by, `${id}/failover`, body);
      return empty(202);
    },
  },
];
