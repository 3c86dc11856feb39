/** Microsoft.ServiceBus authorization rules of namespaces, queues and topics, api-version 2021-11-01: read and set. */

import { json, type Operation, regionsOf, resourceGroup } from './arm-route.ts';

const namespace = `${resourceGroup}/providers/Microsoft.ServiceBus/namespaces/{namespace}`;

export const busRuleOperations: readonly Operation[] = [
  namespace,
  `${namespace}/queues/{entity}`,
  `${namespace}/topics/{entity}`,
].flatMap((owner): readonly Operation[] => {
  const shared = {
    provider: 'servicebus',
    apiVersion: '2021-11-01',
    path: `${owner}/authorizationRules/{rule}`,
    regions: regionsOf,
  } as const;
  return [
    { ...shared, method: 'GET', answer: (arm, { id }) => json(200, arm.resource(id)) },
    {
      ...shared,
      method: 'PUT',
      answer(arm, { by, id, body }) {
        arm.put(by, id, body);
        return json(200, arm.resource(id));
      },
    },
  ];
});
