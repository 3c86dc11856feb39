/** Looks into the queues and subscriptions of a Service Bus namespace, and takes nothing out. */

import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { Instant } from '../../core/names.ts';
import type { BusPeek, PeekedMessage } from '../../core/net.ts';
import type { Secrets } from '../local/secrets.ts';
import { within } from '../local/within.ts';
import { type Account, credentialBy, type Reach } from './account.ts';
import { type BusMeans, clientFor } from './bus.ts';
import { busFailure } from './bus-failure.ts';
import { busLineOf } from './bus-line.ts';

const auth = { kind: 'entra' } as const;

/** With the identity that may only look. Rejects when its secret is missing. */
export async function busPeekFor(
  { tenant, look }: Pick<Account, 'tenant' | 'look'>,
  secrets: Secrets,
  { nameServers: _nameServers, ...way }: Reach = {},
): Promise<BusPeek> {
  const { credential } = await credentialBy(look, tenant, secrets, way);
  return busPeekOf({ credential, secrets, ...(way.dial && { dial: way.dial }) });
}

export function busPeekOf(means: BusMeans): BusPeek {
  return {
    async peek({ host, path, deadLetters }, max, signal) {
      const client = await clientFor({ host, auth }, means, signal);
      const line = busLineOf(client);
      const options = deadLetters ? { subQueueType: 'deadLetter' as const } : {};
      // The name of a queue or topic may itself have slashes.
      const [, topic = path, subscription] = /^(.+)\/subscriptions\/([^/]+)$/i.exec(path) ?? [];
      try {
        const receiver =
          subscription === undefined
            ? client.createReceiver(path, options)
            : client.createReceiver(topic, subscription, options);
        const messages = await within(signal, peeked(receiver, max, signal));
        return messages.map((one) => told(one, deadLetters));
      } catch (error) {
        throw busFailure(error, 'request', {});
      } finally {
        await line.hangUp(signal);
      }
    },
  };
}

/** As many as Service Bus gives at a time, until there are no more. */
async function peeked(
  receiver: ServiceBusReceiver,
  max: number,
  abortSignal: AbortSignal,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const all: ServiceBusReceivedMessage[] = [];
  while (all.length < max) {
    const more = await receiver.peekMessages(max - all.length, { abortSignal });
    if (more.length === 0) return all;
    all.push(...more);
  }
  return all;
}

function told(message: ServiceBusReceivedMessage, isDead: boolean): PeekedMessage {
  const { messageId, sequenceNumber, enqueuedTimeUtc, state } = message;
  return {
    id: String(messageId ?? ''),
    sequence: String(sequenceNumber ?? ''),
    enqueuedAt: enqueuedTimeUtc?.getTime() as Instant | undefined,
    state: isDead ? 'dead letter' : state,
  };
}
