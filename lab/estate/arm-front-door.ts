/** Microsoft.Cdn origins of Front Door, api-version 2024-02-01: read, and changed in their time. */

import { json, type Operation, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'cdn',
  apiVersion: '2024-02-01',
  path: `${resourceGroup}/providers/Microsoft.Cdn/profiles/{profile}/originGroups/{originGroup}/origins/{origin}`,
  // Served from everywhere, as its edges are.
  regions: () => [],
} as const;

export const frontDoorOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    answer: (arm, { id }) => json(200, arm.resource(id)),
  },
  {
    ...shared,
    method: 'PATCH',
    answer: (arm, { by, id, body }) => json(202, arm.patch(by, id, body)),
  },
];
