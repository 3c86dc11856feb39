/** Any resource of ARM, by its id and an api-version of the caller's: for types that have no client here. */

import type { Azure } from '../../core/azure.ts';
import { armIdOf } from './arm-id.ts';
import type { Arm } from './clients.ts';

export function resourcesOf(arm: Arm): Pick<Azure, 'resource' | 'ask' | 'put' | 'act' | 'patch'> {
  return {
    resource(asked, apiVersion, signal) {
      const id = resourceIn(withoutQuery(asked));
      const what = `read ${lastOf(withoutQuery(asked))} in ${armIdOf(id).group}`;
      return arm.read({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.read(asked, apiVersion, abortSignal),
      );
    },

    async ask(asked, apiVersion, body, signal) {
      const action = lastOf(withoutQuery(asked));
      const id = resourceIn(withoutQuery(asked).slice(0, -action.length - 1));
      const what = `ask ${action} of ${lastOf(id)} in ${armIdOf(id).group}`;
      return await arm.write({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.ask(asked, apiVersion, body, abortSignal),
      );
    },

    async put(id, apiVersion, body, signal, ifMatch) {
      const what = `write ${lastOf(id)} in ${armIdOf(id).group}`;
      await arm.write({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.put(id, apiVersion, body, abortSignal, ifMatch),
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

    async patch(id, apiVersion, body, signal, ifMatch) {
      const what = `change ${lastOf(id)} in ${armIdOf(id).group}`;
      await arm.write({ id, what, signal }, ({ raw }, abortSignal) =>
        raw.patch(id, apiVersion, body, abortSignal, ifMatch),
      );
    },
  };
}

function withoutQuery(id: string): string {
  return id.split('?')[0] ?? id;
}

/** The resource itself, or the one whose list is asked for: `…/integrationAccounts/edi/agreements`. */
function resourceIn(id: string): string {
  const [, provided = ''] = /\/providers\/[^/]+\/(.*)$/i.exec(id) ?? [];
  const isList = provided !== '' && provided.split('/').length % 2 === 1;
  return isList ? id.slice(0, id.lastIndexOf('/')) : id;
}

function lastOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
