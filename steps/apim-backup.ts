/** Backs one instance of API Management up, after it was told the name by which its backup is known. */

import * as z from 'zod';
import {
  containerId,
  isBackupName,
  madeAt,
  namedValueId,
  nameOfMoment,
  rightToLook,
  saidBy,
} from '../core/apim-backups.ts';
import { isBusy } from '../core/apim-instances.ts';
import type { Azure, AzureReader } from '../core/azure.ts';
import { Refusal, type Right, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { apimServiceId, nameOf } from './arm-id.ts';
import { examplePlace, instanceAt, orderOf, place, ready } from './backups.ts';

const settings = z.strictObject({ service: apimServiceId, ...place });

type Settings = z.infer<typeof settings>;

const target = z.strictObject({ name: z.string().refine(isBackupName) });

const onService = [
  'Microsoft.ApiManagement/service/read',
  'Microsoft.ApiManagement/service/backup/action',
];
const onValue = [
  'Microsoft.ApiManagement/service/namedValues/read',
  'Microsoft.ApiManagement/service/namedValues/write',
];
const onBlobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

/** Until an instance says what it was told to say: a value is accepted, and brought to it then. */
const lookMs = 1_500;
const looksMax = 20;

export const apimBackup: StepKind<Settings> = {
  settings,
  example: {
    service:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.ApiManagement/service/orders-we',
    ...examplePlace,
  },
  permissions: [...onService, ...onValue, onBlobs],
  rights: (s) => [
    ...onService.map((action): Right => ({ action, scope: s.service, plane: 'control' })),
    ...onValue.map((action): Right => ({ action, scope: namedValueOf(s), plane: 'control' })),
    rightToLook(s),
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger: 'copies all that an instance holds: a thief of its right could take every key of it',
  stepMsMax: 3_600_000,
  // Where ARM does not say that one is under way, only its blob tells, and that may be last of all.
  settleMs: 600_000,
  describe: ({ service, storage }) => `Back up ${nameOf(service)} to ${nameOf(storage)}`,
  targets: (s) => [s.service.toLowerCase(), namedValueOf(s).toLowerCase()],
  reads: (s) => [containerId(s).toLowerCase()],

  async fix(_azure, { service }, at) {
    const name = nameOfMoment(service, at);
    return { value: { name }, says: `a backup called ${name}` };
  },

  async inspect(azure, s, signal, fixed) {
    const instance = await instanceAt(azure, s, signal);
    if (fixed === undefined) return ready(nameOf(s.service), instance);
    if (isBusy(instance)) return { is: 'moving', why: `${nameOf(s.service)} is ${instance.state}` };
    return standingOf(azure, s, target.parse(fixed).name, signal);
  },

  async apply(azure, s, signal, fixed) {
    const { name } = target.parse(fixed);
    const standing = await standingOf(azure, s, name, signal);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is === 'done') return;
    await say(azure, s, name, signal);
    await azure.act(`${s.service}/backup`, s.apiVersion, orderOf(s, name), signal);
  },
};

async function standingOf(
  azure: AzureReader,
  s: Settings,
  name: string,
  signal: AbortSignal,
): Promise<Standing> {
  if ((await madeAt(azure, s, name, signal)) !== undefined) return { is: 'done' };
  const said = await saidBy(azure, s, signal);
  if (said === undefined || isBackupName(said)) return { is: 'todo' };
  const why = `the named value ${s.namedValue} of ${nameOf(s.service)} is somebody else's: name another in the watch file`;
  return { is: 'stuck', why };
}

/** Only when the instance says it does its backup say it, too, and whatever that is restored to. */
async function say(azure: Azure, s: Settings, name: string, signal: AbortSignal): Promise<void> {
  if ((await saidBy(azure, s, signal)) === name) return;
  const properties = { displayName: s.namedValue, value: name, secret: false, tags: ['farwatch'] };
  await azure.put(namedValueOf(s), s.apiVersion, { properties }, signal);
  for (let look = 0; look < looksMax && !signal.aborted; look += 1) {
    if ((await saidBy(azure, s, signal)) === name) return;
    await azure.pause(lookMs, signal);
  }
  const message = `${nameOf(s.service)} does not say ${name} yet, and is backed up when it does`;
  throw new Refusal({ message, sent: 'no' });
}

function namedValueOf({ service, namedValue }: Settings): string {
  return namedValueId(service, namedValue);
}
