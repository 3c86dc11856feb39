/** Restores the newest backup of one instance of API Management to another, which says so when it holds it. */

import * as z from 'zod';
import {
  containerId,
  isBackupName,
  namedValueId,
  newestBackup,
  rightToLook,
  saidBy,
} from '../core/apim-backups.ts';
import { isBusy } from '../core/apim-instances.ts';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type Right, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { apimServiceId, nameOf } from './arm-id.ts';
import { examplePlace, instanceAt, orderOf, place, ready } from './backups.ts';

const settings = z
  .strictObject({
    /** What is restored. */
    service: apimServiceId,
    /** Whose backup it is restored from. */
    source: apimServiceId,
    /** Whether the source can say itself what its newest backup is called. */
    sourceAnswers: z.boolean(),
    ...place,
  })
  .refine((s) => s.service.toLowerCase() !== s.source.toLowerCase(), {
    path: ['source'],
    message: 'must be another instance: one that serves is never restored',
  });

type Settings = z.infer<typeof settings>;

const target = z.strictObject({ name: z.string().refine(isBackupName), madeAt: z.number() });

const read = 'Microsoft.ApiManagement/service/read';
const restore = 'Microsoft.ApiManagement/service/restore/action';
const readValue = 'Microsoft.ApiManagement/service/namedValues/read';
const onBlobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

const instance = (side: 'we' | 'ne') =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-${side}/providers/Microsoft.ApiManagement/service/orders-${side}`;

export const apimRestore: StepKind<Settings> = {
  settings,
  example: {
    service: instance('ne'),
    source: instance('we'),
    sourceAnswers: false,
    ...examplePlace,
  },
  permissions: [read, restore, readValue, onBlobs],
  rights: ({ service, source, sourceAnswers, namedValue, ...s }) => [
    ...[read, restore].map((action): Right => ({ action, scope: service, plane: 'control' })),
    ...[service, ...(sourceAnswers ? [source] : [])].map((of): Right => {
      return { action: readValue, scope: namedValueId(of, namedValue), plane: 'control' };
    }),
    rightToLook(s),
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: true,
  danger: 'replaces all that an instance is configured with, by whatever a backup holds',
  // Azure speaks of half an hour and more, and one that failed is tried again.
  stepMsMax: 3 * 3_600_000,
  // Where ARM does not say that one is under way, only its end tells: no second one before that.
  settleMs: 2_700_000,
  describe: ({ service, source }) =>
    `Restore ${nameOf(service)} from the newest backup of ${nameOf(source)}`,
  targets: ({ service }) => [service.toLowerCase()],
  reads: ({ service, source, namedValue, ...s }) =>
    [...[service, source].map((of) => namedValueId(of, namedValue)), containerId(s)].map((id) =>
      id.toLowerCase(),
    ),

  async fix(azure, s, at, signal) {
    const { source: service, sourceAnswers, namedValue, apiVersion } = s;
    const speaker = { service, namedValue, apiVersion };
    const said = sourceAnswers ? await saidBy(azure, speaker, signal) : undefined;
    const newest = await newestBackup(azure, s, { service, said, at }, signal);
    if (newest === undefined) {
      const message = `${s.container} of ${nameOf(s.storage)} holds no backup of ${nameOf(service)} that Azure still restores`;
      throw new Refusal({ message, sent: 'no' });
    }
    const made = new Date(newest.madeAt).toISOString().slice(0, 16);
    return { value: newest, says: `${newest.name}, made at ${made}Z` };
  },

  async inspect(azure, s, signal, fixed) {
    const now = await instanceAt(azure, s, signal);
    if (fixed === undefined) return ready(nameOf(s.service), now);
    if (isBusy(now)) return { is: 'moving', why: `${nameOf(s.service)} is ${now.state}` };
    return standingOf(azure, s, fixed, signal);
  },

  async apply(azure, s, signal, fixed) {
    if ((await standingOf(azure, s, fixed, signal)).is === 'done') return;
    const { name } = target.parse(fixed);
    await azure.act(`${s.service}/restore`, s.apiVersion, orderOf(s, name), signal);
  },
};

/** What it holds it says itself, by what its source was told to say before it was backed up. */
async function standingOf(
  azure: AzureReader,
  s: Settings,
  fixed: unknown,
  signal: AbortSignal,
): Promise<Standing> {
  const { name } = target.parse(fixed);
  return (await saidBy(azure, s, signal)) === name ? { is: 'done' } : { is: 'todo' };
}
