/** The Service Bus client of production, pointed at the lab as production points it at Azure. */

import { ServiceBusClient } from '@azure/service-bus';
import { type BusLine, busLineOf } from '../../adapters/azure/bus-line.ts';
import type { Origin } from '../../lab/estate/geography.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';
import { type SmallEstate, vantage } from './small-estate.ts';

export const hosts = {
  alias: 'orders.servicebus.windows.net',
  primary: 'orders-we.servicebus.windows.net',
  secondary: 'orders-ne.servicebus.windows.net',
} as const;

const { keyName = '', key = '' } = ordersLayout.aliases[0]?.sas ?? {};
export const sas = { name: keyName, key } as const;

type Credential = ConstructorParameters<typeof ServiceBusClient>[1];

/** Longer than any answer takes on a machine that is busy with other things. */
const patienceMs = 10_000;

const lines = new Map<ServiceBusClient, BusLine>();

/** `timeoutInMs` is the client's own patience; some of its waits know no limit at all. */
export async function clientOf(
  { estate }: SmallEstate,
  host: string,
  { credential = sas, from = vantage }: { credential?: Credential; from?: Origin } = {},
): Promise<ServiceBusClient> {
  const to = await estate.dialOf(from)(host, 5671);
  const client = new ServiceBusClient(host, credential, {
    retryOptions: { maxRetries: 0, timeoutInMs: 1_000 },
    customEndpointAddress: `sb://${to.host}:${to.port}`,
  });
  lines.set(client, busLineOf(client));
  return client;
}

interface Asked {
  readonly queue?: string;
  readonly id?: string;
  readonly signal?: AbortSignal;
}

/** Sends one message and takes one out; what came back. Rejects with what the client threw. */
export async function roundTrip(
  client: ServiceBusClient,
  { queue = 'probe', id = 'one', signal = AbortSignal.timeout(patienceMs) }: Asked = {},
): Promise<string> {
  const message = { body: `hello ${id}`, messageId: id };
  await client.createSender(queue).sendMessages(message, { abortSignal: signal });
  const receiver = client.createReceiver(queue, { receiveMode: 'peekLock' });
  const waiting = { abortSignal: signal, maxWaitTimeInMs: patienceMs };
  const [taken] = await receiver.receiveMessages(1, waiting);
  if (taken === undefined) return 'nothing came';
  await receiver.completeMessage(taken);
  return `${String(taken.messageId)}: ${String(taken.body)}`;
}

/** One that is not closed keeps its timers for good, and so the process that a test runs in. */
export async function closed(clients: readonly ServiceBusClient[]): Promise<void> {
  const patience = AbortSignal.timeout(50);
  await Promise.all(clients.map((client) => lines.get(client)?.hangUp(patience)));
}

/**
 * How work ended: its value, the code of its error, or `late` when it was told to stop after
 * `lateMs`. Whoever expects an answer has the patience of a busy machine.
 */
export async function endOf(
  work: (signal: AbortSignal) => Promise<unknown>,
  lateMs = patienceMs,
): Promise<unknown> {
  const late = Promise.withResolvers<string>();
  const stop = new AbortController();
  const timer = setTimeout(() => {
    late.resolve('late');
    stop.abort();
  }, lateMs);
  const ended = work(stop.signal).catch((error: unknown) => codeOf(error));
  try {
    return await Promise.race([late.promise, ended]);
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  // Node's own errors are no `Error` of the realm that a test runs in.
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded ? String(error.code) : String(error);
}
