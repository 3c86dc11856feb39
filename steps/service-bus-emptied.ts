/** Deletes the queues and topics of a Service Bus namespace that has been left, once nothing lies in them. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { busNamespaceId, nameOf } from './arm-id.ts';
import { aliasOrNone, drainedOf, holds, notLeading, same } from './bus-sides.ts';
import { patienceWith } from './patience.ts';
import { sideBySide } from './side-by-side.ts';

const settings = z.strictObject({
  /** The namespace that the alias has left. */
  namespace: busNamespaceId,
  /** The one it leads to now: nothing is deleted unless that says so. */
  leader: busNamespaceId,
  alias: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';
const deletionsMax = 4;

/**
 * Azure pairs with a namespace only if it has no queues and no topics (Geo-disaster recovery,
 * "Setup"), and the pairing creates them again. People and their tools drain: nothing that still
 * holds a message, a scheduled one or a dead letter is ever deleted.
 */
export const serviceBusEmptied: StepKind<Settings> = {
  settings,
  example: {
    namespace: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    leader: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
    alias: 'orders-bus',
  },
  permissions: [
    'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read',
    'Microsoft.ServiceBus/namespaces/queues/read',
    'Microsoft.ServiceBus/namespaces/topics/read',
    'Microsoft.ServiceBus/namespaces/topics/subscriptions/read',
    'Microsoft.ServiceBus/namespaces/queues/delete',
    'Microsoft.ServiceBus/namespaces/topics/delete',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: true,
  danger:
    'deletes queues and topics of the side that was left, and what came into them since they were counted',
  // Draining is the work of people.
  stepMsMax: 4 * 3_600_000,
  settleMs: 5_000,
  describe: (s) => `Empty ${nameOf(s.namespace)} once it is drained`,
  targets: (s) => [s.namespace.toLowerCase()],
  reads: (s) => [s.leader.toLowerCase()],

  async inspect(azure, s, signal) {
    const [here, leader] = await Promise.all([
      aliasOrNone(azure, s.namespace, s.alias, signal),
      aliasOrNone(azure, s.leader, s.alias, signal),
    ]);
    if (leader === undefined || leader.role === 'Secondary') {
      return { is: 'stuck', why: notLeading(leader, s.leader) };
    }
    // Paired again: what it holds now is the copy of what the other one has.
    if (here?.role === 'Secondary' && same(leader.partner, s.namespace)) return { is: 'done' };
    if (here !== undefined) {
      const why = `${nameOf(s.namespace)} says that it is ${here.role} of ${s.alias}: only one may be`;
      return { is: 'stuck', why };
    }
    const progress = drainedOf(await azure.busEntities(s.namespace, signal));
    if (progress.of === 0) return { is: 'done' };
    // Until it is drained it is `moving`, by the hands of people: nothing is ours to do yet.
    return { is: progress.done === progress.of ? 'todo' : 'moving', progress };
  },

  async apply(azure, s, signal) {
    const standing = await serviceBusEmptied.inspect(azure, s, signal);
    if (standing.is === 'done') return;
    if (standing.is !== 'todo') throw new Refusal({ message: whyNot(standing, s), sent: 'no' });
    const patiently = patienceWith(azure, signal);
    const failures: unknown[] = [];
    await sideBySide(await deletable(azure, s, signal), deletionsMax, async ({ id }) => {
      if (failures.length > 0) return;
      try {
        await patiently(() => azure.deleteBusEntity(id, signal));
      } catch (error) {
        failures.push(error);
      }
    });
    if (failures.length > 0) throw failures[0];
  },
};

/** A subscription goes with its topic. */
async function deletable(azure: AzureReader, s: Settings, signal: AbortSignal) {
  const entities = await azure.busEntities(s.namespace, signal);
  const full = entities.filter((one) => holds(one) > 0);
  if (full.length === 0) return entities.filter(({ kind }) => kind !== 'subscription');
  const why = `${full.map(({ name }) => name).join(', ')} of ${nameOf(s.namespace)} holds messages again`;
  throw new Refusal({ message: why, sent: 'no' });
}

function whyNot(standing: Standing, { namespace }: Settings): string {
  return 'why' in standing ? standing.why : `${nameOf(namespace)} is not drained yet`;
}
