/** What a step needs, compared with what Azure says that we may: on each plane for itself. */

import { expect, it } from '@jest/globals';
import { stepKinds } from '../../config/kinds.ts';
import type { Permission } from '../../core/azure.ts';
import { ownRights } from '../../lambdas/failover/own-rights.ts';
import { appConfiguration } from '../../steps/app-configuration.ts';
import { clockOf } from '../contracts/nets.ts';

const { store } = appConfiguration.example;
const verbs = ['read', 'write'].map(
  (verb) => `Microsoft.AppConfiguration/configurationStores/keyValues/${verb}`,
);

async function told(...permissions: readonly Permission[]) {
  const asked: string[] = [];
  const azure = {
    token: async () => ({ ageMs: 0 }),
    permissions: async (scope: string) => {
      asked.push(scope);
      return permissions;
    },
  };
  const kind = stepKinds['app-configuration'];
  if (kind === undefined) throw new Error('there is no such step');
  const rights = await ownRights({ azure, clock: clockOf().clock })(kind, kind.example);
  return { rights, asked };
}

it('asks of a store as a whole, and is content with a role of both planes', async () => {
  const role = { actions: verbs, notActions: [], dataActions: verbs };
  expect(await told(role)).toEqual({ rights: { is: 'granted' }, asked: [store] });
});

it('misses the data of a store where only the store itself may be changed', async () => {
  const { rights } = await told({ actions: ['*'], notActions: [] });
  const missing = verbs.map((action) => ({ action, scope: store }));
  expect(rights).toEqual({ is: 'missing', missing });
});
