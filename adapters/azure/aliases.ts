/** Geo-disaster-recovery aliases through Microsoft.ServiceBus 2021-11-01. */

import type { Azure } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { armIdOf, nameIn } from './arm-id.ts';
import type { Arm } from './clients.ts';

type Aliases = Pick<Azure, 'alias' | 'failOverAlias' | 'pairAlias'>;

export function aliasesOf(arm: Arm): Aliases {
  return {
    async alias(namespace, alias, signal) {
      const { group, name } = partsOf(namespace);
      const what = `read alias ${alias} in ${name}`;
      const told = await arm.read({ id: namespace, what, signal }, (on, abortSignal) =>
        on.bus.disasterRecoveryConfigs.get(group, name, alias, { abortSignal }),
      );
      const { role, provisioningState, partnerNamespace, pendingReplicationOperationsCount } = told;
      if (role === undefined || provisioningState === undefined) {
        throw new Between(`${what}: ARM told neither its role nor its state`);
      }
      return {
        role,
        provisioningState,
        // An alias without a partner has an empty one.
        partner: partnerNamespace || undefined,
        pendingReplications: pendingReplicationOperationsCount,
      };
    },

    async failOverAlias(namespace, alias, { safe }, signal) {
      const { group, name } = partsOf(namespace);
      const how = safe ? { parameters: { isSafeFailover: true } } : {};
      await arm.write(
        { id: namespace, what: `fail over alias ${alias} to ${name}`, signal },
        (on, abortSignal) =>
          on.bus.disasterRecoveryConfigs.failOver(group, name, alias, { ...how, abortSignal }),
      );
    },

    async pairAlias(namespace, alias, partnerNamespace, signal) {
      const { group, name } = partsOf(namespace);
      await arm.write(
        { id: namespace, what: `pair alias ${alias} of ${name}`, signal },
        (on, abortSignal) =>
          on.bus.disasterRecoveryConfigs.createOrUpdate(
            group,
            name,
            alias,
            { partnerNamespace },
            { abortSignal },
          ),
      );
    },
  };
}

function partsOf(namespace: string): { group: string; name: string } {
  return { group: armIdOf(namespace).group, name: nameIn(namespace, 'namespaces') };
}
