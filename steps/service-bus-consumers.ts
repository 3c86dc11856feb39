/** Waits until those who receive from Service Bus do so from the namespace that the alias leads to now. */

import * as z from 'zod';
import type { AzureReader, BusEntity } from '../core/azure.ts';
import { Between, Refusal } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { busNamespaceId, nameOf } from './arm-id.ts';
import { awaited } from './awaited.ts';

const settings = z.strictObject({
  /** The namespace that the alias leads to. */
  namespace: busNamespaceId,
  /** The one it has left. While its region is dark nobody can be receiving there. */
  left: busNamespaceId,
  /** Queues, and subscriptions as `topic/subscription`. */
  entities: z.array(z.string().min(1)).min(1),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

/**
 * A connection that was open when the alias moved may stay with the old namespace. Of a subscription
 * `accessedAt` is its last receive; of a queue it is the last send as well, so that only an empty one
 * proves that somebody takes what comes (Microsoft.ServiceBus 2021-11-01).
 */
export const serviceBusConsumers = awaited<Settings>({
  settings,
  example: {
    namespace: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
    left: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    entities: ['orders', 'invoices/erp'],
  },
  permissions: [
    'Microsoft.ServiceBus/namespaces/queues/read',
    'Microsoft.ServiceBus/namespaces/topics/read',
    'Microsoft.ServiceBus/namespaces/topics/subscriptions/read',
  ],
  requires: ['entra', 'arm'],
  stepMsMax: 600_000,
  describe: (s) => `Consumers of ${s.entities.join(', ')} receive from ${nameOf(s.namespace)}`,
  reads: (s) => [s.namespace.toLowerCase(), s.left.toLowerCase()],

  async inspect(azure, s, signal) {
    const [here, there] = await Promise.all([
      azure.busEntities(s.namespace, signal),
      whatIsTold(azure, s.left, signal),
    ]);
    return standingOf(s, here, there);
  },
});

/** Nothing of a namespace whose region does not answer. */
async function whatIsTold(
  azure: AzureReader,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly BusEntity[] | 'silent'> {
  try {
    return await azure.busEntities(namespace, signal);
  } catch (error) {
    const dark = error instanceof Between || (error instanceof Refusal && isDark(error));
    if (dark) return 'silent';
    throw error;
  }
}

function isDark({ status }: Refusal): boolean {
  return status === undefined || status === 404 || status >= 500;
}

function standingOf(
  { entities, namespace }: Settings,
  here: readonly BusEntity[],
  there: readonly BusEntity[] | 'silent',
): Standing {
  const asked = entities.map((name) => ({ name, now: named(here, name) }));
  const missing = asked.filter(({ now }) => now === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    return { is: 'stuck', why: `${nameOf(namespace)} has no ${missing.join(', ')}` };
  }
  const behind = asked.flatMap(({ name, now }) => {
    const before = there === 'silent' ? undefined : named(there, name);
    const why = now === undefined ? undefined : stays(now, before);
    return why === undefined ? [] : [`${name} (${why})`];
  });
  if (behind.length === 0) return { is: 'done' };
  const progress = { done: entities.length - behind.length, of: entities.length };
  return { is: 'moving', progress, why: `nobody was seen to receive from ${behind.join(', ')}` };
}

/** Why it is not proven of one that its consumers have come along. */
function stays(now: BusEntity, before: BusEntity | undefined): string | undefined {
  const since = now.accessedAt;
  if (since === undefined) return 'never used here';
  if (before?.accessedAt !== undefined && before.accessedAt >= since) {
    return 'still used where it was';
  }
  return now.kind === 'queue' && now.active > 0 ? `${now.active} wait` : undefined;
}

function named(entities: readonly BusEntity[], name: string): BusEntity | undefined {
  return entities.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
