/** Exchanges the two regions of a storage account while both answer: nothing is lost. */

import type * as z from 'zod';
import { nameOf } from './arm-id.ts';
import { promotion } from './promotion.ts';
import { accountExample, accountPermissions, failedOverAccount } from './storage-failover.ts';

export const storagePlannedFailover = promotion<z.infer<typeof failedOverAccount>>({
  of: 'storage',
  how: 'planned',
  order: () => ({ path: '/failover?failoverType=Planned' }),
  settings: failedOverAccount,
  example: accountExample,
  permissions: accountPermissions,
  danger: 'takes an hour and more, during which nothing can stop it',
  describe: (s) => `Fail storage ${nameOf(s.resource)} over to ${s.location}, planned`,
});
