/** What has a size in its sku, each type in its api-version: read, and made larger or smaller. */

import { scalableTypes, versionOf } from '../../core/provisioned.ts';
import { json, type Operation, type Provider, regionsOf, resourceGroup } from './arm-route.ts';

const providers: Readonly<Record<string, Provider>> = {
  'Microsoft.ApiManagement': 'apimanagement',
  'Microsoft.ServiceBus': 'servicebus',
  'Microsoft.Web': 'web',
};

export const sizeOperations: readonly Operation[] = scalableTypes.flatMap(
  (type): readonly Operation[] => {
    const shared = {
      provider: providers[type.split('/')[0] ?? ''] ?? 'resources',
      apiVersion: versionOf(type),
      path: `${resourceGroup}/providers/${type}/{name}`,
      regions: regionsOf,
    } as const;
    return [
      { ...shared, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
      {
        ...shared,
        method: 'PATCH',
        // Accepted with what it was: the new size shows when it is there.
        answer: (arm, { by, id, body }) => json(202, arm.patch(by, id, body)),
      },
    ];
  },
);
