/** API Management, Premium: one service with a gateway in each region, and one name that leads to the nearest. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import type { MovePhase, StepSpec } from '../core/plan.ts';
import { operation, signature, signed } from './apim.ts';
import { apimServiceId, host, path, regionName, shortName } from './fields.ts';
import { outsidePrimary } from './locations.ts';
import { oneIsOff } from './two-hosts.ts';

const location = z.strictObject({
  location: regionName.describe('The region, one of those of the service.'),
  host: host.describe(
    'The gateway there, under its own name: gatewayRegionalUrl, as ARM tells it.',
  ),
});

const settings = z
  .strictObject({
    service: apimServiceId.describe('The ARM id of the service.'),
    host: host.describe('The name that leads each client to the nearest gateway that is enabled.'),
    primary: location,
    secondary: location,
    master: z
      .enum(['primary', 'secondary'])
      .default('primary')
      .describe(
        'The side that the service is managed from, its first location. While that is dark no gateway can be turned: Azure leads away from it by itself.',
      ),
    standby: z
      .enum(['enabled', 'disabled'])
      .default('enabled')
      .describe(
        'Whether the gateway of the secondary is on while the primary serves. Disabled, nobody is served once the master is dark.',
      ),
    statusPath: path.default('/status-0123456789abcdef'),
    disabledStatuses: z
      .array(z.int().min(100).max(599))
      .min(1)
      .default([404])
      .describe('What a gateway that is disabled may answer there.'),
    operation: operation.optional(),
    signature: signature
      .optional()
      .describe(
        'Tells who answers under the name. Only where one gateway at a time is enabled, or the primary is the nearest to every vantage.',
      ),
    apiVersion: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/, 'must be an api-version -> For instance 2024-05-01.')
      .default('2024-05-01')
      .describe('The version of Microsoft.ApiManagement.'),
  })
  .refine((s) => s.primary.location !== s.secondary.location, {
    path: ['secondary', 'location'],
    error: 'is the same region on both sides -> Name the other region of the service.',
  })
  .refine((s) => s.primary.host !== s.secondary.host, {
    path: ['secondary', 'host'],
    error: 'is the same gateway on both sides -> Name the gateway of the other region.',
  })
  .refine((s) => s.signature?.at !== 'operation' || s.operation !== undefined, {
    path: ['signature', 'at'],
    error: 'asks an operation that is not there -> Add operation, or write at: status.',
  });

type Settings = z.infer<typeof settings>;

export const apimMultiRegion: ServiceKind<Settings> = {
  settings,
  example: {
    service:
      '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-api/providers/Microsoft.ApiManagement/service/contoso-api',
    host: 'contoso-api.azure-api.net',
    primary: {
      location: 'westeurope',
      host: 'contoso-api-westeurope-01.regional.azure-api.net',
    },
    secondary: {
      location: 'northeurope',
      host: 'contoso-api-northeurope-01.regional.azure-api.net',
    },
    master: 'primary',
    standby: 'enabled',
    statusPath: '/status-0123456789abcdef',
    disabledStatuses: [404],
    operation: {
      path: '/orders/v1/ping',
      key: 'env:CONTOSO_API_KEY',
      header: 'Ocp-Apim-Subscription-Key',
    },
    signature: {
      header: 'X-Served-By',
      primary: 'westeurope',
      secondary: 'northeurope',
      at: 'operation',
    },
    apiVersion: '2024-05-01',
  },

  describe: ({ service, master, ...s }) =>
    `API Management ${shortName(service)} (${sides
      .map((side) => `${s[side].location}${side === master ? ', which manages it' : ''}`)
      .join(' / ')})`,

  probes: ({ statusPath, disabledStatuses, operation: asked, ...s }, side, role) => [
    {
      name: 'gateway',
      kind: 'apim-gateway',
      settings: {
        host: s[side].host,
        statusPath,
        // A move leaves the gateway of the side that it leaves disabled: that is no outage of it.
        ...(role === 'passive' && { disabledStatuses }),
        ...(asked && { operation: asked }),
      },
    },
  ],

  pointers: ({ host: name, ...s }) => signed({ ...s, public: { name } }),

  exclusive: ({ standby }) => (standby === 'enabled' ? undefined : oneIsOff),

  steps(s, { move, mode, from, posture }) {
    const to = other(from);
    // A gateway is turned by the management plane, which is dark with its region.
    if (move === 'failover' && (mode === 'planned' || from !== s.master)) {
      return [turn(s, to, 'enable', 'receivers'), turn(s, from, 'disable', 'traffic')];
    }
    if (move !== 'failback' || mode !== 'planned') return [];
    const home = turn(s, to, 'enable', 'traffic');
    if (posture !== undefined) return [home];
    if (to !== 'primary') return [];
    return s.standby === 'enabled' ? [home] : [home, turn(s, from, 'disable', 'restore')];
  },

  checks: (s) => [
    {
      name: 'locations',
      kind: 'apim-locations',
      settings: {
        service: s.service,
        host: s.host,
        primary: s.primary,
        secondary: s.secondary,
        master: s.master,
        standby: s.standby,
        apiVersion: s.apiVersion,
      },
    },
    // A forced move away from the primary changes the service only where it is managed elsewhere.
    ...(s.master === 'secondary' ? [outsidePrimary([s.service])] : []),
    ...sides.map((side) => ({
      name: `certificate-${side}`,
      kind: 'certificate-age',
      settings: { url: `https://${s[side].host}${s.statusPath}` },
    })),
    {
      name: 'certificate',
      kind: 'certificate-age',
      settings: { url: `https://${s.host}${s.statusPath}` },
    },
  ],
};

/** Whatever is disabled waits for what is enabled in its stead. */
function turn(
  { service, apiVersion, ...s }: Settings,
  side: Side,
  how: 'enable' | 'disable',
  phase: MovePhase,
): StepSpec {
  return {
    name: `${how}-${side}`,
    kind: 'apim-gateway-location',
    phase,
    settings: { service, location: s[side].location, gateway: `${how}d`, apiVersion },
    ...(how === 'disable' && { guardedBy: [`enable-${other(side)}`] }),
  };
}
