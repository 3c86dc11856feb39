/** Service Bus Premium with geo-replication: one namespace under one name, with its messages in two regions. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import { namespaceId, regionName, secretRef, shortName, host as someHost } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entra') }),
  z.strictObject({
    kind: z.literal('sas'),
    keyName: z.string().min(1).describe('A rule with Send and Listen on the probe queue only.'),
    key: secretRef,
  }),
]);

const settings = z
  .strictObject({
    namespace: namespaceId.describe('The ARM id of the namespace.'),
    host: someHost.optional().describe('By default <namespace>.servicebus.windows.net'),
    primary: z.strictObject({ location: regionName }),
    secondary: z.strictObject({ location: regionName }),
    probe: z.strictObject({
      queue: z.string().min(1).describe('A queue of its own, that nobody else reads.'),
      auth: auth.describe('A SAS key tells an outage of Service Bus from one of Entra.'),
      ttlMs: z.int().min(1_000).max(300_000).optional().describe('How long a message may be left.'),
    }),
    apiVersion: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d(-preview)?$/, 'must be an api-version -> For instance 2026-01-01.')
      .default('2026-01-01')
      .describe('The version of Microsoft.ServiceBus that knows geo-replication.'),
  })
  .refine((s) => s.primary.location !== s.secondary.location, {
    path: ['secondary', 'location'],
    error: 'is the same region on both sides -> Name the region of the other replica.',
  })
  .transform((s) => ({
    ...s,
    host: s.host ?? `${shortName(s.namespace).toLowerCase()}.servicebus.windows.net`,
  }));

type Settings = z.infer<typeof settings>;

export const serviceBusGeoReplication: ServiceKind<Settings> = {
  settings,
  example: {
    namespace:
      '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-bus-ne/providers/Microsoft.ServiceBus/namespaces/contoso-invoices',
    host: 'contoso-invoices.servicebus.windows.net',
    primary: { location: 'westeurope' },
    secondary: { location: 'northeurope' },
    probe: {
      queue: 'farwatch-probe',
      auth: { kind: 'sas', keyName: 'farwatch-probe', key: 'env:INVOICES_BUS_KEY' },
      ttlMs: 30_000,
    },
    apiVersion: '2026-01-01',
  },

  describe: ({ namespace, primary, secondary }) =>
    `Service Bus ${shortName(namespace)}, replicated (${primary.location} / ${secondary.location})`,

  // Its name leads to whoever leads, so that a message tells of that side alone, and with it of the role.
  probes: (s, at, role) =>
    role === 'active' ? [roundTrip(s), roles(s, { leads: at })] : [roles(s, { follows: at })],

  pointers: (s) => [roles(s)],

  steps: (s, { move, mode, from }) => {
    const to = other(from);
    const promotes = move === 'failover' || (move === 'failback' && to === 'primary');
    if (!promotes) return [];
    const forced = move === 'failover' && mode === 'forced';
    const { namespace: resource, apiVersion } = s;
    return [
      {
        name: `promote-${to}`,
        kind: forced ? 'service-bus-forced-promotion' : 'service-bus-promotion',
        phase: 'data',
        settings: { resource, location: s[to].location, apiVersion },
      },
    ];
  },

  checks: ({ namespace: resource, apiVersion, primary, secondary }) => [
    {
      name: 'replicas',
      kind: 'replica-lag',
      settings: {
        of: 'service-bus',
        resource,
        apiVersion,
        locations: [primary.location, secondary.location],
      },
    },
    outsidePrimary([resource]),
  ],
};

function roundTrip({ probe, host, namespace }: Settings) {
  // Only an identity needs a right, and a right needs the id of what it is given on.
  const entra = probe.auth.kind === 'entra' && { namespace };
  const settings = { through: 'amqp', host, ...probe, ...entra };
  return { name: 'round-trip', kind: 'service-bus', settings };
}

/** Which side leads; or whether the expected one does, or stands by. */
function roles(
  { namespace: resource, apiVersion, primary, secondary }: Settings,
  expected: { leads?: Side; follows?: Side } = {},
) {
  const locations = { primary: primary.location, secondary: secondary.location };
  const settings = { of: 'service-bus', resource, apiVersion, ...locations, ...expected };
  return { name: 'roles', kind: 'replica-role', settings };
}
