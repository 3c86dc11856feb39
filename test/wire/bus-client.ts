/** The Service Bus client of production, pointed at the lab as production points it at Azure. */

import { ServiceBusClient } from '@azure/service-bus';
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

/** `timeoutInMs` is the client's own patience; some of its waits know no limit at all. */
export async function clientOf(
  { estate }: SmallEstate,
  host: string,
  { credential = sas, from = vantage }: { credential?: Credential; from?: Origin } = {},
): Promise<ServiceBusClient> {
  const to = await estate.dialOf(from)(host, 5671);
  return new ServiceBusClient(host, credential, {
    retryOptions: { maxRetries: 0, timeoutInMs: 1_000 },
    customEndpointAddress: `sb://${to.host}:${to.port}`,
  });
}

/** Sends one message and takes one out; what came back, or what the client threw. */
export async function roundTrip(
  client: ServiceBusClient,
  { queue = 'probe', id = 'one' } = {},
): Promise<string> {
  await client.createSender(queue).sendMessages({ body: `hello ${id}`, messageId: id });
  const receiver = client.createReceiver(queue, { receiveMode: 'peekLock' });
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 500 });
  if (message === undefined) return 'nothing came';
  await receiver.completeMessage(message);
  return `${String(message.messageId)}: ${String(message.body)}`;
}

/** How work ended within the time given: its value, the code of its error, or `late`. */
export async function endOf(work: Promise<unknown>, lateMs: number): Promise<unknown> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('late'), lateMs);
  const ended = work.catch((error: unknown) => codeOf(error));
  try {
    return await Promise.race([ended, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  // Node's own errors are no `Error` of the realm that a test runs in.
  const coded = typeof error === 'object' && error !== null && 'code' in error;
  return coded ? String(error.code) : String(error);
}
