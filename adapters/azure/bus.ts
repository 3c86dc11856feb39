/** Sends a message through a Service Bus queue and takes one out again, over a new connection. */

import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { Refusal } from '../../core/kinds.ts';
import type { Bus, BusAddress } from '../../core/net.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Dial, direct } from '../local/dial.ts';
import type { Secrets } from '../local/secrets.ts';
import { TimedOut, within } from '../local/within.ts';
import { busFailure } from './bus-failure.ts';
import { busLineOf } from './bus-line.ts';
import { failureOf } from './failure.ts';
import { type Stopwatch, stopwatch } from './stopwatch.ts';

const amqpsPort = 5671;
/** The client's own limit on each operation; the caller's signal is the one that holds. */
const operationMsMax = 15_000;
/** A message older than this was left by an earlier round, and nobody waits for it. */
const leftoverMs = 15_000;
const leftoversMax = 100;
const maxWaitTimeInMs = operationMsMax;

export interface BusMeans {
  readonly dial?: Dial;
  /** Needed where an address says `entra`. */
  readonly credential?: TokenCredential;
  readonly secrets: Secrets;
}

/**
 * Vantages share a probe queue and ask at the same moments, so each sends one message and takes
 * one: its own, or one that another vantage sent just now and that will take ours in its stead.
 * Insisting on our own would make us steal each other's, and see an outage that is none.
 */
export function busOf(means: BusMeans): Bus {
  return {
    async roundTrip(address, message, signal) {
      const client = await clientFor(address, means, signal);
      const line = busLineOf(client);
      const watch = stopwatch('request');
      try {
        await within(signal, exchange(client, address.queue, message, watch, signal));
        return { phases: watch.phases() };
      } catch (error) {
        const raw = signal.aborted ? new TimedOut() : error;
        throw busFailure(raw, watch.phase(), watch.phases());
      } finally {
        await line.hangUp(signal);
      }
    },
  };
}

/** A client on a new connection, which it opens when it is first asked for something. */
export async function clientFor(
  { host, auth }: Pick<BusAddress, 'host' | 'auth'>,
  { dial = direct, credential, secrets }: BusMeans,
  signal: AbortSignal,
): Promise<ServiceBusClient> {
  const key =
    auth.kind === 'sas' ? { name: auth.keyName, key: await secrets(auth.key) } : undefined;
  const held = key ?? credential;
  if (held === undefined) {
    throw new Trouble('bus-no-credential', {
      message: `Cannot ask ${host} because it is to be asked with an Entra identity: none is set`,
      next: 'Give farwatch its tenant, client and secret, or use a SAS key for the probe queue.',
    });
  }
  const to = await within(signal, dial(host, amqpsPort)).catch((error) => {
    throw failureOf(error, 'resolve', {});
  });
  const elsewhere = to.host !== host || to.port !== amqpsPort;
  // The client names the host it dials to the server, and TLS has no server names that are addresses.
  const there = to.host === '127.0.0.1' ? 'localhost' : to.host;
  return new ServiceBusClient(host, held, {
    retryOptions: { maxRetries: 0, timeoutInMs: operationMsMax },
    ...(elsewhere ? { customEndpointAddress: `sb://${there}:${to.port}` } : {}),
  });
}

async function exchange(
  client: ServiceBusClient,
  queue: string,
  { id, ttlMs }: { readonly id: string; readonly ttlMs: number },
  watch: Stopwatch,
  abortSignal: AbortSignal,
): Promise<void> {
  const message = { body: 'farwatch', messageId: id, timeToLive: ttlMs };
  const receiver = client.createReceiver(queue, { receiveMode: 'peekLock' });
  const unsent = new AbortController();
  const early = { abortSignal: AbortSignal.any([abortSignal, unsent.signal]), maxWaitTimeInMs };
  // Its link is opened beside that of the sender: three times less across an ocean and back.
  const first = receiver.receiveMessages(1, early).then(
    (messages) => ({ messages }),
    (error: unknown) => ({ error }),
  );
  await client
    .createSender(queue)
    .sendMessages(message, { abortSignal })
    .catch((error: unknown) => {
      unsent.abort();
      throw error;
    });
  watch.enter('answer');
  const received = await first;
  if ('error' in received) throw received.error;
  let [taken] = received.messages;
  const again = () => receiver.receiveMessages(1, { abortSignal, maxWaitTimeInMs });
  for (let left = 0; left <= leftoversMax; [taken] = await again()) {
    if (taken === undefined) continue;
    await receiver.completeMessage(taken);
    if (taken.messageId === id || !isLeftover(taken)) return;
    left += 1;
  }
  const why = `more than ${leftoversMax} old messages lie in the probe queue ${queue}`;
  throw new Refusal({ message: why, sent: 'maybe' });
}

function isLeftover({ enqueuedTimeUtc }: ServiceBusReceivedMessage): boolean {
  return enqueuedTimeUtc !== undefined && Date.now() - enqueuedTimeUtc.getTime() > leftoverMs;
}
