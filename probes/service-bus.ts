/** Sends and receives one message through Service Bus, or reads a side that may not be used. */

import * as z from 'zod';
import type { Alias } from '../core/azure.ts';
import type { ProbeKind, Right } from '../core/kinds.ts';
import type { Net } from '../core/net.ts';
import type { Answer, Finding } from '../core/observation.ts';
import { secretRef } from './secret.ts';

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entra') }),
  z.strictObject({ kind: z.literal('sas'), keyName: z.string().min(1), key: secretRef }),
]);

const namespaceId = z
  .string()
  .regex(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ServiceBus\/namespaces\/[^/]+$/i,
    'must be the ARM id of a Service Bus namespace',
  );

const amqp = z.strictObject({
  through: z.literal('amqp'),
  host: z.hostname(),
  /** A queue that nothing else uses. */
  queue: z.string().min(1),
  auth,
  ttlMs: z.int().min(1_000).max(600_000).default(30_000),
  /** Its ARM id, by which the right to send and receive is told; a SAS key needs no right. */
  namespace: namespaceId.optional(),
});

const arm = z.strictObject({
  through: z.literal('arm'),
  namespace: namespaceId,
  alias: z.string().min(1),
  expect: z.enum(['Primary', 'Secondary']),
});

const settings = z.discriminatedUnion('through', [amqp, arm]);

type Settings = z.infer<typeof settings>;
type Amqp = z.infer<typeof amqp>;
type Arm = z.infer<typeof arm>;

export const serviceBus: ProbeKind<Settings> = {
  settings,
  example: {
    through: 'amqp',
    host: 'orders-we.servicebus.windows.net',
    queue: 'farwatch-probe',
    auth: { kind: 'sas', keyName: 'farwatch', key: 'env:ORDERS_BUS_KEY' },
    ttlMs: 30_000,
  },

  describe: (s) =>
    s.through === 'amqp'
      ? `Service Bus ${s.host}/${s.queue} (${s.auth.kind})`
      : `Service Bus alias ${s.alias} at ${s.namespace.split('/').at(-1)}`,

  rights: (s) => (s.through === 'amqp' ? messageRights(s) : aliasRights(s)),

  ask: (net, s, signal) =>
    s.through === 'amqp' ? askQueue(net, s, signal) : askAlias(net, s, signal),
};

function messageRights({ auth: { kind }, namespace, queue }: Amqp): readonly Right[] {
  if (kind !== 'entra' || namespace === undefined) return [];
  return ['send', 'receive'].map((verb) => ({
    action: `Microsoft.ServiceBus/namespaces/messages/${verb}/action`,
    scope: `${namespace}/queues/${queue}`,
    plane: 'data',
  }));
}

function aliasRights({ namespace, alias }: Arm): readonly Right[] {
  const action = 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read';
  return [{ action, scope: `${namespace}/disasterRecoveryConfigs/${alias}`, plane: 'control' }];
}

async function askQueue(net: Net, s: Amqp, signal: AbortSignal): Promise<Answer> {
  // Only has to differ from every other message in the queue; nothing is decided by it.
  const message = { id: `farwatch-${crypto.randomUUID()}`, ttlMs: s.ttlMs };
  const { phases } = await net.bus.roundTrip(s, message, signal);
  return { finding: { is: 'up' }, phases };
}

/** Data access to a paired passive namespace fails by design, so its alias is read instead. */
async function askAlias(net: Net, s: Arm, signal: AbortSignal): Promise<Answer> {
  const alias = await net.azure.alias(s.namespace, s.alias, signal);
  const pending = alias.pendingReplications;
  const measures = pending === undefined ? {} : { pendingReplications: pending };
  return { finding: aliasFinding(alias, s), phases: {}, measures };
}

function aliasFinding(alias: Alias, s: Arm): Finding {
  const why = aliasTrouble(alias, s);
  return why === undefined ? { is: 'up' } : { is: 'unsure', why, whose: 'ours' };
}

function aliasTrouble({ role, provisioningState }: Alias, s: Arm): string | undefined {
  if (provisioningState === 'Failed') return `alias ${s.alias} says provisioning Failed`;
  if (provisioningState === 'Accepted') return `alias ${s.alias} is being changed`;
  if (role === 'PrimaryNotReplicating') {
    return `alias ${s.alias} is Primary without a partner: nothing is replicated`;
  }
  return role === s.expect ? undefined : `alias ${s.alias} says ${role}, expected ${s.expect}`;
}
