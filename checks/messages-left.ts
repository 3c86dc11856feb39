/** How many messages of a Service Bus namespace would stay behind if it were left now. */

import * as z from 'zod';
import type { BusEntity } from '../core/azure.ts';
import type { CheckKind } from '../core/kinds.ts';
import { nameOf, namespaceId } from './arm-id.ts';

const settings = z.strictObject({
  namespace: namespaceId,
  /** Queues whose messages are nobody's loss: the probes' own. */
  except: z.array(z.string().min(1)),
});

type Settings = z.infer<typeof settings>;

/** How many entities a sentence can bear; the fullest are named. */
const entitiesMax = 5;

const reads = ['queues', 'topics', 'topics/subscriptions'] as const;

export const messagesLeft: CheckKind<Settings> = {
  settings,
  example: {
    namespace:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we',
    except: ['farwatch-probe'],
  },
  describe: (s) => `messages in ${nameOf(s.namespace)}`,
  rights: (s) =>
    reads.map((type) => ({
      action: `Microsoft.ServiceBus/namespaces/${type}/read`,
      scope: s.namespace,
      plane: 'control',
    })),

  async check({ net }, s, signal) {
    const all = await net.azure.busEntities(s.namespace, signal);
    const theirs = all.filter(({ name }) => !s.except.some((own) => sameName(own, name)));
    const full = theirs
      .filter((one) => total(one) > 0)
      .toSorted((a, b) => total(b) - total(a) || (a.name < b.name ? -1 : 1));
    const why = `${theirs.length} queues, topics and subscriptions counted`;
    const messages = full.reduce((sum, one) => sum + total(one), 0);
    const note = noteOf(full, messages, nameOf(s.namespace));
    return { is: 'fine', why, note, stake: { is: 'left', messages } };
  },
};

function noteOf(full: readonly BusEntity[], left: number, namespace: string): string {
  if (left === 0) return `no message would stay behind in ${namespace}`;
  const named = full.slice(0, entitiesMax).map(countsOf);
  const rest = full.length - named.length;
  const told = rest > 0 ? [...named, `${rest} more hold some`] : named;
  return `${left} ${left === 1 ? 'message' : 'messages'} would stay behind in ${namespace}: ${told.join('; ')}`;
}

/** `orders 200`, `invoices/erp 3, 2 scheduled, 1 dead-lettered` */
function countsOf({ name, active, scheduled, deadLettered }: BusEntity): string {
  const others = [
    ...(scheduled > 0 ? [`${scheduled} scheduled`] : []),
    ...(deadLettered > 0 ? [`${deadLettered} dead-lettered`] : []),
  ];
  return [`${name} ${active}`, ...others].join(', ');
}

function total({ active, scheduled, deadLettered }: BusEntity): number {
  return active + scheduled + deadLettered;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
