/** Backups of API Management in ARM's words: what is asked for, what is told, and what is refused. */

import { dayMs, expiryDays } from '../../core/apim-backups.ts';
import type { Instant } from '../../core/names.ts';
import { Denied } from './azure.ts';
import type { BackupLayout } from './layout-backups.ts';

const service = 'Microsoft.ApiManagement/service';

/** The name of the blob that a backup or a restore is about. */
export function nameIn(body: unknown, { storage, container }: BackupLayout): string {
  const { storageAccount, containerName, backupName, accessType, clientId } = Object(body);
  const known = storageAccount === tail(storage) && containerName === container;
  // It lets itself in: nobody hands it a key.
  const lets =
    accessType === 'SystemAssignedManagedIdentity' ||
    (accessType === 'UserAssignedManagedIdentity' && typeof clientId === 'string');
  if (known && lets && typeof backupName === 'string') return backupName;
  throw new Denied(400, 'InvalidParameters', 'The storage of the backup cannot be reached.');
}

export function admitRestore(held: { readonly madeAt: Instant } | undefined, now: Instant): void {
  if (held === undefined) throw new Denied(400, 'InvalidParameters', 'There is no such backup.');
  if (now - held.madeAt < expiryDays * dayMs) return;
  throw new Denied(400, 'InvalidOperation', 'Cannot restore: backup expired.');
}

export function bodyOf(
  { id, busy }: { readonly id: string; readonly busy: boolean },
  location: string,
) {
  return {
    ...{ id, name: tail(id), type: service, location },
    sku: { name: 'Premium', capacity: 1 },
    identity: { type: 'SystemAssigned' },
    properties: { provisioningState: busy ? 'Updating' : 'Succeeded' },
  };
}

/** The storage account that keeps them. */
export function accountOf(id: string, location: string) {
  const type = 'Microsoft.Storage/storageAccounts';
  const properties = { provisioningState: 'Succeeded', primaryLocation: location };
  return { id, name: tail(id), type, location, kind: 'StorageV2', properties };
}

export function namedValueOf(id: string, name: string, value: string) {
  const properties = { displayName: name, value, secret: false, tags: ['farwatch'] };
  return { id: `${id}/namedValues/${name}`, type: `${service}/namedValues`, name, properties };
}

export function urlOf({ host, container }: BackupLayout, name: string): string {
  return `${host}/${container}/${name}`;
}

export function tail(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

export function notFound(id: string): Denied {
  return new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}
