/** Whether the newest backup of an instance of API Management is young, and whoever makes them is at work. */

import * as z from 'zod';
import {
  type Backup,
  dayMs,
  expiryDays,
  namedValueId,
  newestBackup,
  rightToLook,
  saidBy,
} from '../core/apim-backups.ts';
import type { AzureReader } from '../core/azure.ts';
import { type CheckFinding, type CheckKind, Refusal, type Right } from '../core/kinds.ts';
import type { Instant, Region } from '../core/names.ts';
import { sameLocation } from '../core/replicas.ts';
import { apimServiceId, nameOf, storageAccountId, workflowId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  /** The instance that they are made of. */
  service: apimServiceId,
  storage: storageAccountId,
  /** Of the Blob service of that account. */
  host: z.hostname(),
  container: z.string().min(3).max(63),
  /** What the instance says its newest backup is called. */
  namedValue: z.string().min(1),
  /** Older than that a person is told. */
  maxAgeDays: z.number().positive().max(expiryDays),
  /** Whether a move restores one: without it the move cannot succeed. */
  needed: z.boolean(),
  apiVersion: z.string().min(1),
  /** The workflow that makes one every day, and when, in UTC: `02:00`. */
  schedule: z.strictObject({ workflow: workflowId, at: z.string() }).optional(),
});

type Settings = z.infer<typeof settings>;

const storageVersion = '2025-06-01';
/** So long before it expires a person is told, whatever age the file allows. */
const noticeDays = 5;

export const apimBackupAge: CheckKind<Settings> = {
  settings,
  example: {
    service:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.ApiManagement/service/orders-we',
    storage:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Storage/storageAccounts/ordersbackups',
    host: 'ordersbackups.blob.core.windows.net',
    container: 'apim',
    namedValue: 'farwatch-backup',
    maxAgeDays: 2,
    needed: true,
    apiVersion: '2024-05-01',
  },
  describe: ({ service }) => `backups of ${nameOf(service)}`,
  rights: (s) => [
    {
      action: 'Microsoft.ApiManagement/service/namedValues/read',
      scope: namedValueId(s.service, s.namedValue),
      plane: 'control',
    },
    rightToLook(s),
    { action: 'Microsoft.Storage/storageAccounts/read', scope: s.storage, plane: 'control' },
    ...(s.schedule === undefined ? [] : [readingOf(s.schedule.workflow)]),
  ],

  async check({ net: { azure }, regions, at }, s, signal) {
    const said = await saidBy(azure, s, signal);
    const newest = await newestBackup(azure, s, { service: s.service, said, at }, signal);
    const found = [
      ofAge(newest, s, at),
      ...(await ofSchedule(azure, s, signal)),
      ...(await ofPlace(azure, s, regions.primary, signal)),
    ];
    return worstOf(found, newest === undefined ? '' : `${newest.name}, ${ageOf(newest, at)}`);
  },
};

function readingOf(workflow: string): Right {
  return { action: 'Microsoft.Logic/workflows/read', scope: workflow, plane: 'control' };
}

function ofAge(newest: Backup | undefined, s: Settings, at: Instant): CheckFinding {
  const name = nameOf(s.service);
  const next = `Find out why no backup of ${name} comes to ${s.container} of ${nameOf(s.storage)}, and make one.`;
  if (newest === undefined) {
    const why = `there is no backup of ${name} of the last ${expiryDays} days`;
    return { is: s.needed ? 'fails' : 'warns', why, next };
  }
  const days = (at - newest.madeAt) / dayMs;
  const told = `the newest backup of ${name} is ${ageOf(newest, at)}`;
  if (days > expiryDays - noticeDays) {
    const left = Math.max(0, Math.floor(expiryDays - days));
    const why = `${told}, and Azure restores it for ${left} days yet`;
    return { is: 'warns', why, next };
  }
  if (days > s.maxAgeDays) return { is: 'warns', why: told, next };
  return { is: 'fine', why: told };
}

async function ofSchedule(
  azure: AzureReader,
  { schedule }: Settings,
  signal: AbortSignal,
): Promise<readonly CheckFinding[]> {
  if (schedule === undefined) return [];
  const name = nameOf(schedule.workflow);
  try {
    const { state } = await azure.workflow(schedule.workflow, signal);
    if (state === 'Enabled') return [];
    const why = `${name}, which makes a backup every day at ${schedule.at}, is ${state}`;
    return [{ is: 'warns', why, next: `Enable ${name}.` }];
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    const next = 'Run what `farwatch azure setup` prints.';
    return [{ is: 'warns', why: `there is no workflow ${name} that makes backups`, next }];
  }
}

/** They are for when that region is lost. */
async function ofPlace(
  azure: AzureReader,
  { storage }: Settings,
  region: Region,
  signal: AbortSignal,
): Promise<readonly CheckFinding[]> {
  const { location, properties } = Object(await azure.resource(storage, storageVersion, signal));
  const { primaryLocation = location } = Object(properties);
  if (!sameLocation(String(primaryLocation), region)) return [];
  const why = `${nameOf(storage)}, which keeps them, is in ${region} and lost with it`;
  return [{ is: 'warns', why, next: 'Keep them in an account in another region.' }];
}

/** `18 h old`, `3 days old`. */
function ageOf({ madeAt }: Backup, at: Instant): string {
  const hours = Math.max(0, Math.floor((at - madeAt) / 3_600_000));
  return hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old`;
}
