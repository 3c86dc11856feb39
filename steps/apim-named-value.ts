/** Sets a named value of API Management, by which its policies tell where to publish. */

import * as z from 'zod';
import type { StepKind } from '../core/kinds.ts';
import { publisherVersions } from '../core/publishers.ts';
import { namedValueId, nameOf } from './arm-id.ts';
import { foundAt, isAnother, mustChange, shown, values } from './published-to.ts';

const settings = z
  .strictObject({
    namedValue: namedValueId,
    ...values,
    apiVersion: z.string().min(1).default(publisherVersions['apim-named-value']),
  })
  .refine(isAnother, { path: ['overwrites'], message: 'must not contain the value itself' });

type Settings = z.infer<typeof settings>;

export const apimNamedValue: StepKind<Settings> = {
  settings,
  example: {
    namedValue:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-api/providers/Microsoft.ApiManagement/service/orders/namedValues/orders-topic',
    value: 'orders-ne.northeurope-1.eventgrid.azure.net',
    overwrites: ['orders-we.westeurope-1.eventgrid.azure.net'],
    apiVersion: '2024-05-01',
  },
  permissions: [
    'Microsoft.ApiManagement/service/namedValues/read',
    'Microsoft.ApiManagement/service/namedValues/write',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger: 'leads whatever reads a value elsewhere: a thief of its right could take what is sent',
  // It is accepted, and then brought to every gateway of the instance.
  stepMsMax: 300_000,
  settleMs: 30_000,
  describe: (s) => `${calledOf(s)} → ${shown(s.value)}`,
  targets: ({ namedValue }) => [namedValue.toLowerCase()],

  inspect: async (azure, s, signal) => (await foundAt(azure, placeOf(s), signal)).standing,

  async apply(azure, s, signal) {
    if (!mustChange(await foundAt(azure, placeOf(s), signal))) return;
    // Only the value, so that its name and tags stay whoever has changed them. A change has to name an
    // etag, which ARM tells in no body: whatever it is by now.
    const body = { properties: { value: s.value } };
    await azure.patch(s.namedValue, s.apiVersion, body, signal, '*');
  },
};

function placeOf(s: Settings) {
  return { ...s, id: s.namedValue, called: calledOf(s) };
}

function calledOf({ namedValue }: Settings): string {
  const [name, , service] = namedValue.split('/').reverse();
  return `named value ${name} of ${nameOf(service ?? '')}`;
}
