/** Microsoft.Storage accounts, api-version 2025-06-01: read and failed over. */

import { empty, json, type Operation, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'storage',
  apiVersion: '2025-06-01',
  path: `${resourceGroup}/providers/Microsoft.Storage/storageAccounts/{account}`,
  // ARM answers for it from whichever region is left.
  regions: () => [],
} as const;

export const storageOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    answer: (arm, { id, query }) => json(200, arm.resource(`${id}?${query}`)),
  },
  {
    ...shared,
    method: 'POST',
    action: 'failover',
    answer(arm, { by, id, query, body }) {
      arm.act(by, `${id}/failover?${query}`, body);
      return empty(202);
    },
  },
];
