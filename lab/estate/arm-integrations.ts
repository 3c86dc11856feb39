/** Microsoft.Logic/integrationAccounts, api-version 2019-05-01: agreements listed, sessions read and written. */

import { json, type Operation, regionsOf, resourceGroup } from './arm-route.ts';

const account = `${resourceGroup}/providers/Microsoft.Logic/integrationAccounts/{account}`;
const shared = { provider: 'logic', apiVersion: '2019-05-01', regions: regionsOf } as const;

export const integrationOperations: readonly Operation[] = [
  {
    ...shared,
    method: 'GET',
    path: `${account}/agreements`,
    answer: (arm, { id, query }) => json(200, arm.resource(`${id}?${query}`)),
  },
  {
    ...shared,
    method: 'GET',
    path: `${account}/sessions`,
    answer: (arm, { id, query }) => json(200, arm.resource(`${id}?${query}`)),
  },
  {
    ...shared,
    method: 'GET',
    path: `${account}/sessions/{session}`,
    answer: (arm, { id }) => json(200, arm.resource(id)),
  },
  {
    ...shared,
    method: 'PUT',
    path: `${account}/sessions/{session}`,
    answer(arm, { by, id, body }) {
      const status = arm.put(by, id, body) === 'made' ? 201 : 200;
      return json(status, arm.resource(id));
    },
  },
];
