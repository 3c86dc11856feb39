/** Microsoft.ServiceBus queues, topics and subscriptions, api-version 2021-11-01: read and deleted. */

import type { BusEntity } from '../../core/azure.ts';
import {
  type ArmCall,
  type ArmState,
  empty,
  json,
  type Operation,
  regionsOf,
  resourceGroup,
} from './arm-route.ts';

const namespace = `${resourceGroup}/providers/Microsoft.ServiceBus/namespaces/{namespace}`;
const shared = { provider: 'servicebus', apiVersion: '2021-11-01', regions: regionsOf } as const;

export const busEntityOperations: readonly Operation[] = [
  { ...shared, method: 'GET', path: `${namespace}/queues`, answer: list('queue') },
  { ...shared, method: 'GET', path: `${namespace}/topics`, answer: list('topic') },
  {
    ...shared,
    method: 'GET',
    path: `${namespace}/topics/{topic}/subscriptions`,
    answer: list('subscription'),
  },
  { ...shared, method: 'DELETE', path: `${namespace}/queues/{queue}`, answer: remove },
  { ...shared, method: 'DELETE', path: `${namespace}/topics/{topic}`, answer: remove },
];

function list(kind: BusEntity['kind']): Operation['answer'] {
  return (arm, call) => {
    const all = arm.busEntities(call.id.replace(/\/(queues|topics)(\/.*)?$/i, ''));
    const below = call.id.toLowerCase();
    const found = all.filter(
      (one) => one.kind === kind && one.id.toLowerCase().startsWith(`${below}/`),
    );
    return json(200, { value: found.map((one) => wireOf(one, all)) });
  };
}

/** 204 says that there was none: as the real API, for any name at all. */
function remove(arm: ArmState, { by, id }: ArmCall) {
  const held = arm.busEntities(id.replace(/\/(queues|topics)\/[^/]+$/i, ''));
  const known = held.some((one) => one.id.toLowerCase() === id.toLowerCase());
  arm.deleteBusEntity(by, id);
  return empty(known ? 200 : 204);
}

/** What was never used was accessed on the first day of .NET. */
const never = '0001-01-01T00:00:00Z';

function wireOf(entity: BusEntity, all: readonly BusEntity[]) {
  const { id, kind, active, scheduled, deadLettered, accessedAt } = entity;
  const types = { queue: 'queues', topic: 'topics', subscription: 'topics/subscriptions' };
  const isTopic = kind === 'topic';
  const below = all.filter((one) => one.id.toLowerCase().startsWith(`${id.toLowerCase()}/`));
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: `Microsoft.ServiceBus/namespaces/${types[kind]}`,
    properties: {
      countDetails: {
        activeMessageCount: active,
        deadLetterMessageCount: deadLettered,
        scheduledMessageCount: scheduled,
        transferMessageCount: 0,
        transferDeadLetterMessageCount: 0,
      },
      accessedAt: accessedAt === undefined ? never : new Date(accessedAt).toISOString(),
      status: 'Active',
      ...(isTopic
        ? { subscriptionCount: below.length }
        : { messageCount: active + scheduled + deadLettered }),
    },
  };
}
