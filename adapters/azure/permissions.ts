/** What our own identity may do at one scope, as ARM itself adds it up. */

import type { AzureSelf, Permission } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { armIdOf } from './arm-id.ts';
import type { Arm } from './clients.ts';

/** Nobody has more roles than fill these. */
const pagesMax = 50;

/**
 * `Permissions_ListForResource` and `…ListForResourceGroup` of Microsoft.Authorization 2022-04-01:
 * one entry for each role that the caller was given there or above, of the caller alone.
 */
export function permissionsOf(arm: Arm): Pick<AzureSelf, 'permissions'> {
  return {
    async permissions(scope, signal) {
      const what = `list our own permissions on ${armIdOf(scope).group}`;
      const found: Permission[] = [];
      let link: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const told = await arm.read({ id: scope, what, signal }, ({ raw }, abortSignal) =>
          link === undefined
            ? raw.get(
                'Microsoft.Authorization/permissions',
                `${scope}/providers/Microsoft.Authorization/permissions`,
                abortSignal,
              )
            : raw.follow(link, abortSignal),
        );
        const { value, nextLink } = Object(told);
        if (!Array.isArray(value)) throw new Between(`${what}: ARM told no list`);
        found.push(...value.map(permissionOf));
        link = typeof nextLink === 'string' && nextLink !== '' ? nextLink : undefined;
        if (link === undefined) return found;
      }
      throw new Between(`${what}: more than ${pagesMax} pages`);
    },
  };
}

/** What it leaves out counts only when it can be read: an unreadable entry gives nothing. */
function permissionOf(told: unknown): Permission {
  const { actions, notActions, dataActions, notDataActions } = Object(told);
  const data = { dataActions: textsIn(dataActions), notDataActions: textsIn(notDataActions) };
  const plain = { actions: textsIn(actions), notActions: textsIn(notActions) };
  return data.dataActions.length === 0 ? plain : { ...plain, ...data };
}

function textsIn(told: unknown): readonly string[] {
  return Array.isArray(told) ? told.filter((one) => typeof one === 'string') : [];
}
