/** Fails a storage account over to its secondary region, unplanned: what was not replicated is lost. */

import * as z from 'zod';
import { nameOf } from './arm-id.ts';
import { promotion, promotionSettings } from './promotion.ts';

const accountId = z
  .string()
  .regex(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i,
    'must be the ARM id of a storage account',
  );

/**
 * `StorageAccounts_Failover` of Microsoft.Storage 2025-06-01, accepted with 202. Unplanned, the account
 * comes to be kept in the new region alone (LRS); `geoReplicationStats` tell how far that one is.
 */
export const failedOverAccount = promotionSettings(accountId, '2025-06-01');

export const accountPermissions = [
  'Microsoft.Storage/storageAccounts/read',
  'Microsoft.Storage/storageAccounts/failover/action',
] as const;

export const accountExample = {
  resource:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Storage/storageAccounts/ordersfiles',
  location: 'northeurope',
  apiVersion: '2025-06-01',
};

export const storageFailover = promotion<z.infer<typeof failedOverAccount>>({
  of: 'storage',
  how: 'forced',
  order: () => ({ path: '/failover' }),
  settings: failedOverAccount,
  example: accountExample,
  permissions: accountPermissions,
  danger: 'loses what was not replicated yet, and leaves the account in one region alone',
  describe: (s) => `Fail storage ${nameOf(s.resource)} over to ${s.location}, unplanned`,
});
