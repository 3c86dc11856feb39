/** Named values of API Management and keys of App Configuration, api-version 2024-05-01 of both: read and set. */

import { empty, json, type Operation, resourceGroup } from './arm-route.ts';

const namedValues = {
  provider: 'apimanagement',
  apiVersion: '2024-05-01',
  path: `${resourceGroup}/providers/Microsoft.ApiManagement/service/{service}/namedValues/{name}`,
  // In whichever region a gateway runs, ARM keeps what it is told.
  regions: () => [],
} as const;

const keyValues = {
  provider: 'appconfiguration',
  apiVersion: '2024-05-01',
  path: `${resourceGroup}/providers/Microsoft.AppConfiguration/configurationStores/{store}/keyValues/{name}`,
  regions: () => [],
} as const;

const stores = { ...keyValues, path: keyValues.path.replace('/keyValues/{name}', '') } as const;

export const publisherOperations: readonly Operation[] = [
  { ...namedValues, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...namedValues,
    method: 'PATCH',
    answer(arm, { by, id, body, headers }) {
      arm.patch(by, id, body, headers['if-match']);
      return empty(202);
    },
  },
  { ...stores, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  { ...keyValues, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...keyValues,
    method: 'PUT',
    answer(arm, { by, id, body }) {
      arm.put(by, id, body);
      return json(200, arm.resource(id));
    },
  },
];
