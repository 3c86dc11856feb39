/** Enables or disables the gateway that API Management has in one location: never the last one. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { gatewayAt, isUpdating, regionalGatewaysIn, turned } from '../core/regional-gateways.ts';
import { apimServiceId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  service: apimServiceId,
  location: z.string().regex(/^[a-z0-9]+$/, 'must be a region as Azure names it: westeurope'),
  gateway: z.enum(['enabled', 'disabled']),
  apiVersion: z.string().min(1).default('2024-05-01'),
});

type Settings = z.infer<typeof settings>;

export const apimGatewayLocation: StepKind<Settings> = {
  settings,
  example: {
    service:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.ApiManagement/service/orders',
    location: 'westeurope',
    gateway: 'disabled',
    apiVersion: '2024-05-01',
  },
  permissions: ['Microsoft.ApiManagement/service/read', 'Microsoft.ApiManagement/service/write'],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger:
    'needs the right to change all of a service: a thief could take its regions, names and network away',
  // Azure's documents speak of some minutes, and of more where it has to scale.
  stepMsMax: 1_800_000,
  settleMs: 15_000,
  describe: ({ service, location, gateway }) =>
    `API Management ${nameOf(service)}: gateway in ${location} ${gateway}`,
  targets: ({ service }) => [service.toLowerCase()],

  inspect: async (azure, s, signal) => standingOf(await read(azure, s, signal), s),

  async apply(azure, s, signal) {
    const body = await read(azure, s, signal);
    const standing = standingOf(body, s);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    const change = turned(body, s.location, s.gateway === 'enabled');
    await azure.patch(s.service, s.apiVersion, change, signal);
  },
};

function read(azure: AzureReader, s: Settings, signal: AbortSignal): Promise<unknown> {
  return azure.resource(s.service, s.apiVersion, signal);
}

function standingOf(body: unknown, { service, location, gateway }: Settings): Standing {
  const told = regionalGatewaysIn(body);
  const name = `API Management ${nameOf(service)}`;
  const stuck = (why: string): Standing => ({ is: 'stuck', why: `${name} ${why}` });
  if (isUpdating(told)) return { is: 'moving', why: `${name} reports ${told.state}` };
  const asked = gatewayAt(told, location);
  if (asked === undefined) return stuck(`has no gateway in ${location}`);
  if (told.state !== 'Succeeded') return stuck(`reports ${told.state}: see its activity log`);
  if (told.internal) return stuck('is in an internal network: Azure turns no gateway there');
  if (asked.enabled === (gateway === 'enabled')) return { is: 'done' };
  if (gateway === 'enabled') return { is: 'todo' };
  const others = told.gateways.filter((one) => one !== asked);
  if (others.length === 0) return stuck(`has no gateway besides the one in ${location}`);
  if (others.some(({ enabled }) => enabled)) return { is: 'todo' };
  // A step of this very move may still enable it: only if none does, a person is asked.
  const why = `the gateway in ${location} is the last one enabled: enable another one first`;
  return { is: 'moving', why };
}
