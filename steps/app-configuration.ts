/** Sets one key of an App Configuration store: by it publishers know where to publish, workflows who may run. */

import * as z from 'zod';
import type { StepKind } from '../core/kinds.ts';
import { calledOf, keyValueId, publisherVersions, rightsOn } from '../core/publishers.ts';
import { configurationStoreId, nameOf } from './arm-id.ts';
import { foundAt, isAnother, mustChange, shown, values } from './published-to.ts';

const settings = z
  .strictObject({
    store: configurationStoreId,
    key: z.string().min(1),
    label: z.string().min(1).optional(),
    ...values,
    apiVersion: z.string().min(1).default(publisherVersions['app-configuration']),
  })
  .refine(isAnother, { path: ['overwrites'], message: 'must not contain the value itself' });

type Settings = z.infer<typeof settings>;

export const appConfiguration: StepKind<Settings> = {
  settings,
  example: {
    store:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-api/providers/Microsoft.AppConfiguration/configurationStores/orders',
    key: 'Orders:Topic',
    label: 'production',
    value: 'orders-ne.northeurope-1.eventgrid.azure.net',
    overwrites: ['orders-we.westeurope-1.eventgrid.azure.net'],
    apiVersion: '2024-05-01',
  },
  permissions: [
    'Microsoft.AppConfiguration/configurationStores/keyValues/read',
    'Microsoft.AppConfiguration/configurationStores/keyValues/write',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger:
    'may set any key of a store: a thief of its right could change whatever is read from there',
  stepMsMax: 120_000,
  settleMs: 3_000,
  describe: (s) => `${nameFor(s)} → ${shown(s.value)}`,
  targets: (s) => [idOf(s).toLowerCase()],
  rights: (s) => rightsOn('app-configuration', idOf(s), ['read', 'write']),

  inspect: async (azure, s, signal) => (await foundAt(azure, placeOf(s), signal)).standing,

  async apply(azure, s, signal) {
    const found = await foundAt(azure, placeOf(s), signal);
    if (!mustChange(found)) return;
    // A key is written as a whole, and ARM compares no etag of it: what is beside the value is sent
    // back as it was read a moment ago.
    const { contentType, tags } = Object(found.properties);
    const body = { properties: { value: s.value, contentType, tags } };
    await azure.put(idOf(s), s.apiVersion, body, signal);
  },
};

function placeOf(s: Settings) {
  return { ...s, id: idOf(s), called: nameFor(s) };
}

function idOf({ store, key, label }: Settings): string {
  return keyValueId(store, key, label);
}

function nameFor(s: Settings): string {
  return `key ${calledOf(idOf(s))} of ${nameOf(s.store)}`;
}
