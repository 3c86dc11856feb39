/** Microsoft.Network/trafficManagerProfiles, api-version 2022-04-01: a profile read, an endpoint changed. */

import { json, type Operation, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'dns',
  apiVersion: '2022-04-01',
  // Served from everywhere, as Azure DNS is.
  regions: () => [],
} as const;

const profile = `${resourceGroup}/providers/Microsoft.Network/trafficManagerProfiles/{profile}`;

export const trafficManagerOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    path: profile,
    answer: (arm, { id }) => json(200, arm.resource(id)),
  },
  {
    ...shared,
    method: 'PATCH',
    path: `${profile}/{type}/{endpoint}`,
    answer: (arm, { by, id, body }) => json(200, arm.patch(by, id, body)),
  },
];
