/** What making and restoring a backup of API Management have in common: where it lies, and who is asked. */

import * as z from 'zod';
import { canBeBackedUp, type Instance, instanceIn } from '../core/apim-instances.ts';
import type { AzureReader } from '../core/azure.ts';
import type { Standing } from '../core/plan.ts';
import { nameOf, storageAccountId } from './arm-id.ts';

/** Of both steps, beside the instance itself. */
export const place = {
  storage: storageAccountId,
  /** Of the Blob service of that account. */
  host: z.hostname(),
  container: z.string().min(3).max(63),
  /** By which of its identities the instance reaches it: `system`, or a client id. */
  identity: z.string().min(1),
  /** By which an instance says what backup it holds. */
  namedValue: z.string().min(1).max(256),
  apiVersion: z.string().min(1),
};

export const examplePlace = {
  storage:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Storage/storageAccounts/ordersbackups',
  host: 'ordersbackups.blob.core.windows.net',
  container: 'apim',
  identity: 'system',
  namedValue: 'farwatch-backup',
  apiVersion: '2024-05-01',
};

interface Placed {
  readonly storage: string;
  readonly container: string;
  readonly identity: string;
}

/** `ApiManagementServiceBackupRestoreParameters`. The instance lets itself in: no key is handed on. */
export function orderOf({ storage, container, identity }: Placed, backupName: string) {
  const access =
    identity === 'system'
      ? { accessType: 'SystemAssignedManagedIdentity' }
      : { accessType: 'UserAssignedManagedIdentity', clientId: identity };
  return { storageAccount: nameOf(storage), containerName: container, backupName, ...access };
}

export async function instanceAt(
  azure: AzureReader,
  { service, apiVersion }: { readonly service: string; readonly apiVersion: string },
  signal: AbortSignal,
): Promise<Instance> {
  return instanceIn(await azure.resource(service, apiVersion, signal));
}

/** Whether it could be done at all, before it is known with which backup. */
export function ready(name: string, instance: Instance): Standing {
  if (canBeBackedUp(instance)) return { is: 'todo' };
  return {
    is: 'stuck',
    why: `${name} is ${instance.tier}, which Azure neither backs up nor restores`,
  };
}
