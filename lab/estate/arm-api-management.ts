/** Microsoft.ApiManagement services, api-version 2024-05-01: read, and changed by an update that takes its time. */

import { json, type Operation, regionsOf, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'apimanagement',
  apiVersion: '2024-05-01',
  path: `${resourceGroup}/providers/Microsoft.ApiManagement/service/{service}`,
  // The management plane is in one region, and gone with it.
  regions: regionsOf,
} as const;

export const apiManagementOperations: readonly Operation[] = [
  { ...shared, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...shared,
    method: 'PATCH',
    answer: (arm, { by, id, body }) => json(202, arm.patch(by, id, body)),
  },
];
