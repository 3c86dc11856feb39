/** Microsoft.Web/sites, api-version 2025-05-01: workflows and their runs told, settings listed and written. */

import { json, type Operation, regionsOf, resourceGroup } from './arm-route.ts';

const site = `${resourceGroup}/providers/Microsoft.Web/sites/{site}`;
const settings = `${site}/config/appsettings`;
const shared = { provider: 'web', apiVersion: '2025-05-01', regions: regionsOf } as const;

export const siteOperations: readonly Operation[] = [
  ...[
    `${site}/workflows`,
    `${site}/hostruntime/runtime/webhooks/workflow/api/management/workflows/{workflow}/runs`,
  ].map(
    (path): Operation => ({
      ...shared,
      method: 'GET',
      path,
      answer: (arm, { id, query }) => json(200, arm.resource(`${id}?${query}`)),
    }),
  ),
  {
    ...shared,
    method: 'POST',
    path: settings,
    action: 'list',
    answer: (arm, { by, id, body }) => json(200, arm.ask(by, `${id}/list`, body)),
  },
  {
    ...shared,
    method: 'PUT',
    path: settings,
    answer(arm, { by, id, body }) {
      arm.put(by, id, body);
      // Azure echoes the whole of it.
      return json(200, { id, name: 'appsettings', ...Object(body) });
    },
  },
];
