/** Resource groups, api-version 2021-04-01: where each is kept. */

import { json, type Operation, resourceGroup } from './arm-route.ts';

export const groupOperations: readonly Operation[] = [
  {
    provider: 'resources',
    apiVersion: '2021-04-01',
    method: 'GET',
    path: resourceGroup,
    // ARM itself keeps them, whatever happens to the region of what they hold.
    regions: () => [],
    answer: (arm, { id, params }) =>
      json(200, {
        id,
        name: params['group'],
        type: 'Microsoft.Resources/resourceGroups',
        location: arm.groupLocation(id),
        properties: { provisioningState: 'Succeeded' },
      }),
  },
];
