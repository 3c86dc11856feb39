/** Whether those who receive from Service Bus are seen to do so from one namespace, and no longer from another. */

import type { AzureReader, BusEntity } from '../core/azure.ts';
import { Between, Refusal } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import type { Standing } from '../core/plan.ts';
import { nameOf } from './arm-id.ts';

export interface Consumers {
  /** The namespace that the alias leads to. */
  readonly namespace: string;
  /** The one it has left. While its region is dark nobody can be receiving there. */
  readonly left: string;
  /** Queues, and subscriptions as `topic/subscription`. */
  readonly entities: readonly string[];
}

export const consumerReads = [
  'Microsoft.ServiceBus/namespaces/queues/read',
  'Microsoft.ServiceBus/namespaces/topics/read',
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/read',
] as const;

/**
 * A connection that was open when the alias moved may stay with the old namespace. Of a subscription
 * `accessedAt` is its last receive; of a queue it is the last send as well, so that only an empty one
 * proves that somebody takes what comes (Microsoft.ServiceBus 2021-11-01). `since`: what was seen before
 * that proves nothing.
 */
export async function consumersOf(
  azure: AzureReader,
  s: Consumers,
  signal: AbortSignal,
  since?: Instant,
): Promise<Extract<Standing, { is: 'done' | 'moving' | 'stuck' }>> {
  const [here, there] = await Promise.all([
    azure.busEntities(s.namespace, signal),
    whatIsTold(azure, s.left, signal),
  ]);
  const asked = s.entities.map((name) => ({ name, now: named(here, name) }));
  const missing = asked.filter(({ now }) => now === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    return { is: 'stuck', why: `${nameOf(s.namespace)} has no ${missing.join(', ')}` };
  }
  const behind = asked.flatMap(({ name, now }) => {
    const before = there === 'silent' ? undefined : named(there, name);
    const why = now === undefined ? undefined : stays(now, before, since);
    return why === undefined ? [] : [`${name} (${why})`];
  });
  if (behind.length === 0) return { is: 'done' };
  const progress = { done: s.entities.length - behind.length, of: s.entities.length };
  return { is: 'moving', progress, why: `nobody was seen to receive from ${behind.join(', ')}` };
}

/** Well within the time of an inspection: what is dark may not say no, but say nothing. */
const silentMs = 3_000;

/** Nothing of a namespace whose region does not answer. */
async function whatIsTold(
  azure: AzureReader,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly BusEntity[] | 'silent'> {
  try {
    return await Promise.race([
      azure.busEntities(namespace, signal),
      azure.pause(silentMs, signal).then(() => 'silent' as const),
    ]);
  } catch (error) {
    const dark = error instanceof Between || (error instanceof Refusal && isDark(error));
    if (dark) return 'silent';
    throw error;
  }
}

function isDark({ status }: Refusal): boolean {
  return status === undefined || status === 404 || status >= 500;
}

/** Why it is not proven of one that its consumers have come along. */
function stays(
  now: BusEntity,
  before: BusEntity | undefined,
  since: Instant | undefined,
): string | undefined {
  const used = now.accessedAt;
  if (used === undefined) return 'never used here';
  if (before?.accessedAt !== undefined && before.accessedAt >= used) {
    return 'still used where it was';
  }
  if (since !== undefined && used < since) return 'not used here since the move';
  return now.kind === 'queue' && now.active > 0 ? `${now.active} wait` : undefined;
}

function named(entities: readonly BusEntity[], name: string): BusEntity | undefined {
  return entities.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
