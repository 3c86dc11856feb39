/** Moves a Service Bus geo-recovery alias to the namespace that has been its secondary so far. */

import * as z from 'zod';
import type { Alias, AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { busNamespaceId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  /** The namespace that shall become primary. Azure takes a failover only from there. */
  namespace: busNamespaceId,
  alias: z.string().regex(/^[a-z][a-z0-9-]{4,48}[a-z0-9]$/i, 'must be the name of an alias'),
  /** Waits for what is still to be replicated; impossible while the primary is dark. */
  safe: z.boolean(),
});

type Settings = z.infer<typeof settings>;

export const serviceBusAlias: StepKind<Settings> = {
  settings,
  example: {
    namespace:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne',
    alias: 'orders-bus',
    safe: false,
  },
  permissions: [
    'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/read',
    'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/failover/action',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  // A failover breaks the pairing and leaves the old primary's messages behind.
  irreversible: true,
  danger: 'cannot be undone, and leaves messages behind',
  stepMsMax: 600_000,
  // Azure still tells the old role for a while, and a second failover would be refused.
  settleMs: 10_000,
  describe: (s) =>
    `Service Bus alias ${s.alias} → ${nameOf(s.namespace)} (${s.safe ? 'safe' : 'forced'})`,
  targets: (s) => [`${s.namespace}/disasterRecoveryConfigs/${s.alias}`.toLowerCase()],

  async inspect(azure, s, signal) {
    const told = await aliasOrNone(azure, s, signal);
    return told === undefined ? unpaired(s) : standingOf(told, s);
  },

  async apply(azure, s, signal) {
    // Asked first, because this may come again after a run that died: an alias that is already on
    // its way must not be pushed a second time.
    const told = await azure.alias(s.namespace, s.alias, signal);
    const standing = standingOf(told, s);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    await azure.failOverAlias(s.namespace, s.alias, { safe: s.safe }, signal);
  },
};

/** A failover is no long-running operation: role and provisioning state are all that tells. */
function standingOf({ role, provisioningState, partner }: Alias, s: Settings): Standing {
  if (provisioningState === 'Accepted') return { is: 'moving' };
  if (provisioningState === 'Failed') {
    const why = `alias ${s.alias} reports Failed in ${nameOf(s.namespace)}: see its activity log`;
    return { is: 'stuck', why };
  }
  if (role !== 'Secondary') return { is: 'done' };
  return partner === undefined ? unpaired(s) : { is: 'todo' };
}

function unpaired(s: Settings): Standing {
  const namespace = nameOf(s.namespace);
  const why = `alias ${s.alias} is not paired with ${namespace}: pair it with an empty namespace`;
  return { is: 'stuck', why };
}

/** 404 is Azure's word for a namespace without the alias; other refusals are not about pairing. */
async function aliasOrNone(
  azure: AzureReader,
  s: Settings,
  signal: AbortSignal,
): Promise<Alias | undefined> {
  try {
    return await azure.alias(s.namespace, s.alias, signal);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}
