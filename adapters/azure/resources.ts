/** Any resource of ARM, by its id and an api-version of the caller's: for types that have no client here. */

import type { Azure } from '../../core/azure.ts';
import { armIdOf } from './arm-id.ts';
import type { Arm } from './clients.ts';

export function resourcesOf(arm: Arm): Pick<Azure, 'resource' | 'act' | 'patch'> {
  return {
    resource(asked, apiVersion, signal) {
      const id = withoutQuery(asked);
      const what = `read ${lastOf(id)} in ${armIdOf(id).group}`;
      return arm.read({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.read(asked, apiVersion, abortSignal),
      );
    },

    async act(asked, apiVersion, body, signal) {
      const action = lastOf(withoutQuery(asked));
      const id = withoutQuery(asked).slice(0, -action.length - 1);
      const what = `${action} ${lastOf(id)} in ${armIdOf(id).group}`;
      await arm.write({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.post(asked, apiVersion, body, abortSignal),
      );
    },

    async patch(id, apiVersion, body, signal) {
      const what = `change ${lastOf(id)} in ${armIdOf(id).group}`;
      await arm.write({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.patch(id, apiVersion, body, abortSignal),
      );
    },
  };
}

function withoutQuery(id: string): string {
  return id.split('?')[0] ?? id;
}

function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
