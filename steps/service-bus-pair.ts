/** Pairs a Service Bus alias anew, with the namespace that was left, and waits until all is replicated. */

import * as z from 'zod';
import type { Alias } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { busNamespaceId, nameOf } from './arm-id.ts';
import { aliasOrNone, drainedOf, notLeading, same } from './bus-sides.ts';

const settings = z.strictObject({
  /** The namespace that the alias leads to. */
  namespace: busNamespaceId,
  /** The one that shall stand by again. Azure takes only one without queues and topics. */
  partner: busNamespaceId,
  alias: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

/**
 * `DisasterRecoveryConfigs_CreateOrUpdate` of Microsoft.ServiceBus 2021-11-01, on the primary. Queues
 * and topics are copied at some 50 to 100 a minute; `pendingReplicationOperationsCount` tells the rest.
 */
export const serviceBusPair: StepKind<Settings> = {
  settings,
  example: {
    namespace: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
    partner: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    alias: 'orders-bus',
  },
  permissions: [
    'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read',
    'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/write',
    'Microsoft.ServiceBus/namespaces/queues/read',
    'Microsoft.ServiceBus/namespaces/topics/read',
    'Microsoft.ServiceBus/namespaces/topics/subscriptions/read',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  // Until the partner is empty, and after that for as long as hundreds of entities take.
  stepMsMax: 4 * 3_600_000,
  settleMs: 10_000,
  describe: (s) =>
    `Pair alias ${s.alias} of ${nameOf(s.namespace)} with ${nameOf(s.partner)} once that is empty`,
  // The pairing is a part of the namespace, and there is none on which a right could be given before.
  targets: (s) => [s.namespace.toLowerCase()],
  reads: (s) => [s.partner.toLowerCase()],

  async inspect(azure, s, signal) {
    const told = await aliasOrNone(azure, s.namespace, s.alias, signal);
    if (told === undefined || told.role === 'Secondary') {
      return { is: 'stuck', why: notLeading(told, s.namespace) };
    }
    const standing = standingOf(told, s);
    if (standing.is !== 'todo') return standing;
    // By the hands of people, or by a step before this one: nothing is ours to do until then.
    const progress = drainedOf(await azure.busEntities(s.partner, signal));
    return progress.of === 0 ? standing : { is: 'moving', progress };
  },

  async apply(azure, s, signal) {
    const told = await azure.alias(s.namespace, s.alias, signal);
    const standing = standingOf(told, s);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    await azure.pairAlias(s.namespace, s.alias, s.partner, signal);
  },
};

function standingOf(alias: Alias, s: Settings): Standing {
  const { role, partner, provisioningState, pendingReplications = 0 } = alias;
  if (provisioningState === 'Accepted') return { is: 'moving' };
  if (provisioningState === 'Failed') {
    const why = `alias ${s.alias} reports Failed in ${nameOf(s.namespace)}: see its activity log`;
    return { is: 'stuck', why };
  }
  if (role !== 'Primary' || partner === undefined) return { is: 'todo' };
  if (!same(partner, s.partner)) {
    return { is: 'stuck', why: `alias ${s.alias} is paired with ${nameOf(partner)} already` };
  }
  return pendingReplications > 0 ? { is: 'moving' } : { is: 'done' };
}
