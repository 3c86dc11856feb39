/** Whether what must be written while a region is dark lies in resource groups kept elsewhere. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { groupId, nameOf, regionIn } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  /** Their metadata: where the resources in them run is another matter. */
  groups: z.array(groupId).min(1),
  /** The side whose region may be dark when they are written. */
  outside: z.enum(['primary', 'secondary']),
});

type Settings = z.infer<typeof settings>;

/**
 * ARM keeps a group's metadata in one region, and refuses writes to everything in the group while
 * that region is out: learn.microsoft.com/azure/azure-resource-manager/management/overview.
 */
export const groupLocation: CheckKind<Settings> = {
  settings,
  example: {
    groups: ['/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-dns'],
    outside: 'primary',
  },
  describe: ({ groups, outside }) =>
    `location of ${groups.map(nameOf).join(', ')}, outside the ${outside} region`,
  rights: ({ groups }) =>
    groups.map((scope) => ({
      action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
      scope,
      plane: 'control',
    })),

  async check({ net, regions }, { groups, outside }, signal) {
    const located = await Promise.all(
      groups.map(async (group) => {
        return { group, location: regionIn(await net.azure.groupLocation(group, signal)) };
      }),
    );
    const dark = regions[outside];
    const found = located
      .filter(({ location }) => location === regionIn(dark))
      .map(({ group }): CheckFinding => {
        const name = nameOf(group);
        const why = `${name} is located in ${dark}: while that is out ARM refuses every write in it`;
        const next = `Move what is in ${name} to a resource group located elsewhere.`;
        return { is: 'fails', why, next };
      });
    const where = located.map(({ group, location }) => `${nameOf(group)} in ${location}`);
    return worstOf(found, where.join(', '));
  },
};
