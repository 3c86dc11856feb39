/** Backups of API Management: what they are called, where they lie, and which is the newest. */

import type { AzureReader } from './azure.ts';
import { Refusal, type Right } from './kinds.ts';
import type { Instant } from './names.ts';

/** Of Microsoft.ApiManagement. */
export const backupVersion = '2024-05-01';
/** Azure restores none that is older. */
export const expiryDays = 30;
export const dayMs = 24 * 3_600_000;

export interface BackupPlace {
  /** The ARM id of a storage account, and the host of its Blob service. */
  readonly storage: string;
  readonly host: string;
  readonly container: string;
}

export interface Backup {
  readonly name: string;
  readonly madeAt: Instant;
}

/** `orders-we-20261121`: what the schedule makes, once a day. In UTC, so that nothing need be listed. */
export function nameOfDay(service: string, at: Instant): string {
  return `${calledOf(service)}-${digits(at).slice(0, 8)}`;
}

/** `orders-we-20261121-143205`: what a move makes, on a day that may have one already. */
export function nameOfMoment(service: string, at: Instant): string {
  const all = digits(at);
  return `${calledOf(service)}-${all.slice(0, 8)}-${all.slice(8)}`;
}

/** Whether a named value says the name of a backup; if not, it is somebody else's. */
export function isBackupName(value: string): boolean {
  return /^[\w-]+-\d{8}(-\d{6})?$/.test(value);
}

export function containerId({ storage, container }: Omit<BackupPlace, 'host'>): string {
  return `${storage}/blobServices/default/containers/${container}`;
}

/** To see whether blobs are there is one right with reading them: Azure has no smaller one. */
export function rightToLook(place: Omit<BackupPlace, 'host'>): Right {
  const action = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
  return { action, scope: containerId(place), plane: 'data' };
}

/** When it was made; undefined, when there is none of that name. */
export async function madeAt(
  azure: Pick<AzureReader, 'blob'>,
  { host, container }: Omit<BackupPlace, 'storage'>,
  name: string,
  signal: AbortSignal,
): Promise<Instant | undefined> {
  try {
    return (await azure.blob(`https://${host}/${container}/${name}`, signal)).modifiedAt;
  } catch (error) {
    // A container that is not there, or one that we may not see, is another matter.
    if (error instanceof Refusal && error.code === 'BlobNotFound') return undefined;
    throw error;
  }
}

/**
 * What an instance says by its named value, which is set to the name of a backup right before that is
 * made: undefined, there is none; empty, ARM does not tell it.
 */
export async function saidBy(
  azure: Pick<AzureReader, 'resource'>,
  { service, namedValue, apiVersion }: Speaker,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const body = await azure.resource(namedValueId(service, namedValue), apiVersion, signal);
    const { value } = Object(Object(body).properties);
    return typeof value === 'string' ? value : '';
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return undefined;
  }
}

export interface Speaker {
  /** The ARM id of an instance. */
  readonly service: string;
  readonly namedValue: string;
  readonly apiVersion: string;
}

export function namedValueId(service: string, namedValue: string): string {
  return `${service}/namedValues/${namedValue}`;
}

/** The newest backup of an instance that Azure still restores. `said`: by the instance itself. */
export async function newestBackup(
  azure: Pick<AzureReader, 'blob'>,
  place: BackupPlace,
  of: { readonly service: string; readonly said: string | undefined; readonly at: Instant },
  signal: AbortSignal,
): Promise<Backup | undefined> {
  const { service, said, at } = of;
  const days = Array.from({ length: expiryDays + 1 }, (_, ago) =>
    nameOfDay(service, (at - ago * dayMs) as Instant),
  );
  // What it says may be of one that is not made yet, or of another instance that was restored to it.
  const own = [said ?? ''].filter((name) => {
    return name.startsWith(`${calledOf(service)}-`) && isBackupName(name);
  });
  for (const name of [...own, ...days]) {
    const made = await madeAt(azure, place, name, signal);
    if (made !== undefined && at - made < expiryDays * dayMs) return { name, madeAt: made };
  }
  return undefined;
}

function calledOf(service: string): string {
  return service.slice(service.lastIndexOf('/') + 1);
}

function digits(at: Instant): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
}
