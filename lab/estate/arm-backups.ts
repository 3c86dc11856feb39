/** Microsoft.ApiManagement, api-version 2024-05-01: backups made and restored, and values that tell of them. */

import {
  type ArmCall,
  type ArmState,
  empty,
  json,
  type Operation,
  regionsOf,
  resourceGroup,
} from './arm-route.ts';

const service = `${resourceGroup}/providers/Microsoft.ApiManagement/service/{service}`;
// The management plane is in one region, and gone with it.
const shared = { provider: 'apimanagement', apiVersion: '2024-05-01', regions: regionsOf } as const;

export const backupOperations: readonly Operation[] = [
  { ...shared, method: 'POST', path: service, action: 'backup', answer: begun('backup') },
  { ...shared, method: 'POST', path: service, action: 'restore', answer: begun('restore') },
  {
    ...shared,
    method: 'PUT',
    path: `${service}/namedValues/{name}`,
    answer(arm, { by, id, body }) {
      arm.put(by, id, body);
      return empty(202);
    },
  },
];

/** Long-running: how far it came is asked of the resource, or of where `location` leads. */
function begun(what: 'backup' | 'restore') {
  return (arm: ArmState, { by, id, host, body }: ArmCall) => {
    arm.act(by, `${id}/${what}`, body);
    const location = `https://${host}${id}/operationresults/${what}?api-version=2024-05-01`;
    const served = json(202, arm.resource(id));
    return { ...served, headers: { ...served.headers, location } };
  };
}
