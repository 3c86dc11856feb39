/** What a Service Bus namespace holds, entity by entity, through Microsoft.ServiceBus 2021-11-01. */

import {
  getContinuationToken,
  type MessageCountDetails,
  type ServiceBusManagementClient,
} from '@azure/arm-servicebus';
import type { Azure, BusEntity } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { armIdOf, nameIn } from './arm-id.ts';
import type { Arm } from './clients.ts';

/** More than fill these no namespace holds: Premium ends at 10,000 entities. */
const pagesMax = 200;
/** Each topic has a list of its own; more questions at once would only be throttled. */
const questionsMax = 8;

/** `Queues_*`, `Topics_*` and `Subscriptions_ListByTopic`: counts are those of `countDetails`. */
export function busEntitiesOf(arm: Arm): Pick<Azure, 'busEntities' | 'deleteBusEntity'> {
  return {
    async busEntities(namespace, signal) {
      const group = armIdOf(namespace).group;
      const name = nameIn(namespace, 'namespaces');
      const list = <T>(what: string, ask: Ask<T>) => allOf(arm, namespace, what, ask, signal);
      const [queues, topics] = await Promise.all([
        list(`list queues of ${name}`, ({ queues: of }, options) =>
          of.listByNamespace(group, name, options),
        ),
        list(`list topics of ${name}`, ({ topics: of }, options) =>
          of.listByNamespace(group, name, options),
        ),
      ]);
      const subscribed = topics.filter(({ subscriptionCount }) => subscriptionCount !== 0);
      const subscriptions: BusEntity[] = [];
      const waiting = subscribed.values();
      const hand = async () => {
        for (const { name: topic = '' } of waiting) {
          const found = await list(`list subscriptions of ${topic}`, (on, options) =>
            on.subscriptions.listByTopic(group, name, topic, options),
          );
          subscriptions.push(...found.map(entity('subscription', `${topic}/`)));
        }
      };
      await Promise.all(Array.from({ length: Math.min(questionsMax, subscribed.length) }, hand));
      const all = [...queues.map(entity('queue')), ...topics.map(entity('topic'))];
      return [...all, ...subscriptions].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },

    async deleteBusEntity(id, signal) {
      const { group, names } = armIdOf(id);
      const namespace = nameIn(id, 'namespaces');
      const [of, entityName] =
        names['queues'] === undefined
          ? (['topics', nameIn(id, 'topics')] as const)
          : (['queues', names['queues']] as const);
      await arm.write({ id, what: `delete ${entityName} of ${namespace}`, signal }, (on, aborted) =>
        on.bus[of].delete(group, namespace, entityName, { abortSignal: aborted }),
      );
    },
  };
}

interface Pages<T> {
  byPage(from: { continuationToken?: string }): AsyncIterator<readonly T[]>;
}

type Ask<T> = (on: ServiceBusManagementClient, options: { abortSignal: AbortSignal }) => Pages<T>;

/** Page by page, so that each has a deadline of its own. */
async function allOf<T>(
  arm: Arm,
  id: string,
  what: string,
  pages: Ask<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = [];
  let from: { continuationToken?: string } = {};
  for (let page = 0; page < pagesMax; page += 1) {
    const continuationToken = await arm.read({ id, what, signal }, async (on, abortSignal) => {
      const { value = [] } = await pages(on.bus, { abortSignal }).byPage(from).next();
      found.push(...value);
      return getContinuationToken(value);
    });
    if (continuationToken === undefined) return found;
    from = { continuationToken };
  }
  throw new Between(`${what}: more than ${pagesMax} pages`);
}

interface Told {
  readonly id?: string;
  readonly name?: string;
  readonly countDetails?: MessageCountDetails;
  readonly accessedAt?: Date;
}

function entity(kind: BusEntity['kind'], under = '') {
  return ({ id = '', name = '', countDetails, accessedAt }: Told): BusEntity => {
    if (countDetails === undefined) {
      throw new Between(`read ${under}${name}: ARM did not tell how many messages it holds`);
    }
    const { activeMessageCount = 0, scheduledMessageCount = 0 } = countDetails;
    const { deadLetterMessageCount = 0, transferDeadLetterMessageCount = 0 } = countDetails;
    return {
      id,
      kind,
      name: `${under}${name}`,
      active: activeMessageCount + (countDetails.transferMessageCount ?? 0),
      scheduled: scheduledMessageCount,
      deadLettered: deadLetterMessageCount + transferDeadLetterMessageCount,
      accessedAt: instantOf(accessedAt),
    };
  };
}

/** What was never used has the first day of its calendar. */
function instantOf(told: Date | undefined): Instant | undefined {
  const at = told?.getTime() ?? Number.NaN;
  return at > 0 ? (at as Instant) : undefined;
}
