/** Where a resource group's own metadata is kept: ARM refuses writes in it while that region is out. */

import type { AzureReader } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { armIdOf } from './arm-id.ts';
import type { Arm } from './clients.ts';

export function groupsOf(arm: Arm): Pick<AzureReader, 'groupLocation'> {
  return {
    async groupLocation(id, signal) {
      const { subscription, group } = armIdOf(id);
      const what = `locate the resource group ${group}`;
      const told = await arm.read({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.get(
          'Microsoft.Resources/resourceGroups',
          `/subscriptions/${subscription}/resourceGroups/${group}`,
          abortSignal,
        ),
      );
      const { location } = Object(told);
      if (typeof location === 'string') return location;
      throw new Between(`${what}: ARM did not tell its location`);
    },
  };
}
