/** Microsoft.Web/sites, api-version 2025-05-01: an app read and restarted. */

import { empty, json, type Operation, regionsOf, resourceGroup } from './arm-route.ts';

const shared = {
  provider: 'web',
  apiVersion: '2025-05-01',
  path: `${resourceGroup}/providers/Microsoft.Web/sites/{site}`,
  regions: regionsOf,
} as const;

export const appOperations: readonly Operation[] = [
  { ...shared, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...shared,
    method: 'POST',
    action: 'restart',
    // At once: that it works again shows only in what it does.
    answer(arm, { by, id, body }) {
      arm.act(by, `${id}/restart`, body);
      return empty(200);
    },
  },
];
