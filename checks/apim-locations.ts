/** Whether an API Management service has its gateways where the watch file says, and may turn them. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import { gatewayAt, type RegionalGateways, regionalGatewaysIn } from '../core/regional-gateways.ts';
import { sameLocation } from '../core/replicas.ts';
import { apimServiceId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const side = z.strictObject({ location: z.string().min(1), host: z.hostname() });

const settings = z.strictObject({
  service: apimServiceId,
  /** The name that clients use. */
  host: z.hostname(),
  primary: side,
  secondary: side,
  /** The side that it is managed from. */
  master: z.enum(['primary', 'secondary']),
  /** Whether the gateway of the secondary is on while the primary serves. */
  standby: z.enum(['enabled', 'disabled']),
  apiVersion: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

export const apimLocations: CheckKind<Settings> = {
  settings,
  example: {
    service:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.ApiManagement/service/orders',
    host: 'orders.azure-api.net',
    primary: { location: 'westeurope', host: 'orders-westeurope-01.regional.azure-api.net' },
    secondary: { location: 'northeurope', host: 'orders-northeurope-01.regional.azure-api.net' },
    master: 'primary',
    standby: 'enabled',
    apiVersion: '2024-05-01',
  },
  describe: ({ service }) => `gateways of ${nameOf(service)}`,
  rights: ({ service }) => [
    { action: 'Microsoft.ApiManagement/service/read', scope: service, plane: 'control' },
  ],

  async check({ net }, s, signal) {
    const told = regionalGatewaysIn(await net.azure.resource(s.service, s.apiVersion, signal));
    const name = nameOf(s.service);
    const found = [
      ...ofService(name, told, s),
      ...sides.flatMap((at) => ofLocation(name, told, s, at)),
      ...ofName(name, told, s),
    ];
    const finding = worstOf(found, `${name} has a gateway in both regions`);
    return finding.is === 'fine' ? { ...finding, note: noteOf(told, s) } : finding;
  },
};

function ofService(name: string, told: RegionalGateways, s: Settings): readonly CheckFinding[] {
  const master = s[s.master].location;
  const failures = [
    told.tier !== 'Premium' && {
      why: `${name} is ${told.tier}: only Premium has gateways in several regions`,
      next: `Use the kind apim for ${name}, or move it to Premium.`,
    },
    told.internal && {
      why: `${name} is in an internal network, where Azure turns no gateway and leads nobody`,
      next: 'Lead clients by a Traffic Manager or a record of your own, and watch that.',
    },
    !sameLocation(told.master, master) && {
      why: `${name} is managed from ${told.master}, not from ${master}`,
      next: 'Correct master in the watch file.',
    },
  ];
  return failures.flatMap((one): readonly CheckFinding[] =>
    one === false ? [] : [{ is: 'fails', ...one }],
  );
}

function ofLocation(
  name: string,
  told: RegionalGateways,
  s: Settings,
  at: Side,
): readonly CheckFinding[] {
  const { location, host } = s[at];
  const gateway = gatewayAt(told, location);
  if (gateway === undefined) {
    const why = `${name} has no gateway in ${location}`;
    return [{ is: 'fails', why, next: `Add ${location} to its locations, or correct the file.` }];
  }
  const found: CheckFinding[] = [];
  if (gateway.host !== host) {
    const why = `the gateway in ${location} is ${gateway.host ?? 'not told by ARM'}, not ${host}`;
    found.push({ is: 'warns', why, next: 'Correct the host in the watch file.' });
  }
  const meant = at === 'secondary' && s.standby === 'disabled';
  if (!gateway.enabled && !meant) {
    const why = `the gateway in ${location} is disabled: nobody is led there, whatever goes dark`;
    found.push({ is: 'warns', why, next: `Enable it, or bring ${name} home if a move did that.` });
  }
  return found;
}

function ofName(name: string, { names }: RegionalGateways, { host }: Settings) {
  if (names.includes(host.toLowerCase())) return [];
  const why = `${host} is no name of the gateways of ${name}`;
  const next = `Write one of ${names.join(', ')}, or give the service this name.`;
  return [{ is: 'warns', why, next } as const];
}

function noteOf(told: RegionalGateways, s: Settings): string {
  const master = s[s.master].location;
  const rest = s[other(s.master)].location;
  const serves = gatewayAt(told, rest)?.enabled
    ? `${rest} then only serves what it has`
    : `the gateway in ${rest} is disabled and could not be enabled then`;
  return `the management plane is in ${master} and gone with it; ${serves}`;
}
