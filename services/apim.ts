/** API Management, one gateway on each side behind a public name of ours. */

import * as z from 'zod';
import type { ProbeSpec, ServiceKind } from '../core/kinds.ts';
import { other, sides } from '../core/names.ts';
import { backup, backupChecks, backupSteps, isBare, restoredAway } from './apim-backup.ts';
import { cnameRecord, headerName, host, path, secretRef } from './fields.ts';
import { arrivals, countedSo, followersOf, resolvers } from './followers.ts';
import { outsidePrimary } from './locations.ts';

export const operation = z.strictObject({
  path: path.describe('One cheap operation that leans on nothing but the gateway.'),
  key: secretRef.describe('Its subscription key.'),
  header: headerName.default('Ocp-Apim-Subscription-Key'),
});

export const signature = z.strictObject({
  header: headerName.describe('The header by which an answer says which side gave it.'),
  primary: z.string().min(1).describe('What that header says on the primary side.'),
  secondary: z.string().min(1).describe('What that header says on the secondary side.'),
  at: z
    .enum(['status', 'operation'])
    .default('status')
    .describe('Who is asked for it. API Management answers its own status path before any policy.'),
});

const settings = z
  .strictObject({
    public: z.strictObject({
      name: host.describe('The name that clients use.'),
      record: cnameRecord.describe('The ARM id of its CNAME in Azure DNS.'),
      ttlSeconds: z
        .int()
        .min(1)
        .max(86_400)
        .describe('Its time to live: clients may follow a switch this much later.'),
    }),
    primary: z.strictObject({ host: host.describe('The gateway, under its own name.') }),
    secondary: z.strictObject({ host: host.describe('The gateway, under its own name.') }),
    statusPath: path.default('/status-0123456789abcdef'),
    operation: operation.optional(),
    signature: signature.optional(),
    backup: backup.optional(),
    resolvers,
    arrivals,
  })
  .refine((s) => s.primary.host !== s.secondary.host, {
    path: ['secondary', 'host'],
    error: 'is the same gateway on both sides -> Name the gateway of the other region.',
  })
  .refine((s) => nameOf(s.public.record) === s.public.name, {
    path: ['public', 'record'],
    error: 'is the record of another name -> Give the record set that holds public.name.',
  })
  .refine((s) => s.signature?.at !== 'operation' || s.operation !== undefined, {
    path: ['signature', 'at'],
    error: 'asks an operation that is not there -> Add operation, or write at: status.',
  });

type Settings = z.infer<typeof settings>;

const zoneId =
  '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-dns' +
  '/providers/Microsoft.Network/dnsZones/contoso.com';

const gatewayId = (at: string) =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-api-${at}` +
  `/providers/Microsoft.ApiManagement/service/contoso-orders-${at}`;

/** `…/dnsZones/contoso.com/CNAME/orders` holds `orders.contoso.com`. */
function nameOf(record: string): string {
  const [, zone, relative] = /\/dns[Zz]ones\/([^/]+)\/CNAME\/([^/]+)$/.exec(record) ?? [];
  return `${relative}.${zone}`.toLowerCase();
}

export const apim: ServiceKind<Settings> = {
  settings,
  example: {
    public: {
      name: 'orders.contoso.com',
      record: `${zoneId}/CNAME/orders`,
      ttlSeconds: 30,
    },
    primary: { host: 'contoso-orders-we.azure-api.net' },
    secondary: { host: 'contoso-orders-ne.azure-api.net' },
    statusPath: '/status-0123456789abcdef',
    operation: {
      path: '/orders/v1/ping',
      key: 'env:ORDERS_API_KEY',
      header: 'Ocp-Apim-Subscription-Key',
    },
    signature: {
      header: 'X-Served-By',
      primary: 'westeurope',
      secondary: 'northeurope',
      at: 'operation',
    },
    resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
    arrivals: {
      ...countedSo,
      primary: { resource: gatewayId('we') },
      secondary: { resource: gatewayId('ne') },
    },
  },

  describe: ({ public: { name }, primary, secondary }) =>
    `API Management behind ${name} (${label(primary.host)} / ${label(secondary.host)})`,

  probes: ({ statusPath, operation: asked, ...s }, side, role) => [
    {
      name: 'gateway',
      kind: 'apim-gateway',
      settings: {
        host: s[side].host,
        statusPath,
        ...(asked && !(role === 'passive' && isBare(s.backup, side)) && { operation: asked }),
      },
    },
  ],

  pointers: (s) => [
    {
      name: 'name',
      kind: 'dns',
      settings: {
        name: s.public.name,
        type: 'CNAME',
        sides: { primary: s.primary.host, secondary: s.secondary.host },
      },
    },
    ...signed(s),
  ],

  steps: (s, { move, mode, from }) => {
    const kept = s.backup === undefined ? [] : backupSteps(s.backup, { move, mode, from });
    const home = move === 'failback' && mode === 'planned' && from === 'secondary';
    if (move !== 'failover' && !home) return kept;
    const to = other(from);
    return [
      ...kept,
      {
        name: `point-to-${to}`,
        kind: 'dns-record',
        phase: 'traffic',
        settings: {
          record: s.public.record,
          target: s[to].host,
          replaces: [s[from].host],
          ttlSeconds: s.public.ttlSeconds,
        },
      },
    ];
  },

  checks: (s) => [
    {
      name: 'record',
      kind: 'record-owned',
      settings: {
        record: s.public.record,
        primary: s.primary.host,
        secondary: s.secondary.host,
        ttlSeconds: s.public.ttlSeconds,
      },
    },
    ...followersOf(s.public.name, s),
    ...sides.map((from) => ({
      name: `hostname-${other(from)}`,
      kind: 'hostname-twins',
      from,
      settings: {
        name: s.public.name,
        path: s.statusPath,
        to: s[other(from)].host,
        from: s[from].host,
      },
    })),
    ...(s.backup === undefined ? [] : backupChecks(s.backup)),
    outsidePrimary([s.public.record, ...restoredAway(s.backup)]),
    ...sides.map((side) => ({
      name: `certificate-${side}`,
      kind: 'certificate-age',
      settings: { url: `https://${s[side].host}${s.statusPath}` },
    })),
  ],
};

type Signed = Pick<Settings, 'statusPath' | 'operation' | 'signature'> & {
  readonly public: Pick<Settings['public'], 'name'>;
};

/** The public name, asked as a client asks it: the answer itself says who gave it. */
export function signed({
  public: { name },
  statusPath,
  operation,
  signature,
}: Signed): ProbeSpec[] {
  if (signature === undefined) return [];
  const { at, ...points } = signature;
  const asked = at === 'operation' ? operation : undefined;
  return [
    {
      name: 'answer',
      kind: 'http',
      settings: {
        url: `https://${name}${asked?.path ?? statusPath}`,
        ...(asked && { headers: { [asked.header]: asked.key } }),
        signature: points,
      },
    },
  ];
}

function label(hostName: string): string {
  return hostName.split('.')[0] ?? hostName;
}
