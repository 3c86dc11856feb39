/** A geo-redundant storage account, whose owner may fail it over. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import { accountId, regionName, secretRef, shortName, host as someHost } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const settings = z
  .strictObject({
    account: accountId.describe('The ARM id of the account.'),
    host: someHost.optional().describe('By default <account>.blob.core.windows.net'),
    primary: z.strictObject({ location: regionName }),
    secondary: z.strictObject({ location: regionName }),
    probe: z.strictObject({
      container: z.string().min(3).describe('A container of its own, that nobody else uses.'),
      sas: secretRef.describe('A SAS token that may create, write and read in it.'),
    }),
    failover: z
      .enum(['off', 'unplanned', 'both'])
      .default('off')
      .describe('Whether a move fails the account over; it cannot be stopped or undone.'),
    apiVersion: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/, 'must be an api-version -> For instance 2025-06-01.')
      .default('2025-06-01')
      .describe('The version of Microsoft.Storage.'),
  })
  .refine((s) => s.primary.location !== s.secondary.location, {
    path: ['secondary', 'location'],
    error: 'is the same region on both sides -> Name the other region of the account.',
  })
  .transform((s) => ({ ...s, host: s.host ?? `${shortName(s.account)}.blob.core.windows.net` }));

type Settings = z.infer<typeof settings>;

export const storageAccount: ServiceKind<Settings> = {
  settings,
  example: {
    account:
      '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-files-ne/providers/Microsoft.Storage/storageAccounts/contosofiles',
    host: 'contosofiles.blob.core.windows.net',
    primary: { location: 'westeurope' },
    secondary: { location: 'northeurope' },
    probe: { container: 'farwatch-probe', sas: 'env:FILES_SAS' },
    failover: 'both',
    apiVersion: '2025-06-01',
  },

  describe: ({ account, primary, secondary }) =>
    `Storage ${shortName(account)} (${primary.location} / ${secondary.location})`,

  probes: (s, at, role) =>
    role === 'active' ? [roundTrip(s), roles(s, { leads: at })] : [roles(s, { follows: at })],

  pointers: (s) => [roles(s)],

  steps: (s, { move, mode, from }) => {
    const to = other(from);
    const moves = move === 'failover' || (move === 'failback' && to === 'primary');
    const unplanned = move === 'failover' && mode === 'forced';
    const may = s.failover === 'both' || (s.failover === 'unplanned' && unplanned);
    if (!moves || !may) return [];
    const { account: resource, apiVersion } = s;
    return [
      {
        name: `fail-over-to-${to}`,
        kind: unplanned ? 'storage-failover' : 'storage-planned-failover',
        phase: 'data',
        settings: { resource, location: s[to].location, apiVersion },
      },
    ];
  },

  checks: ({ account: resource, apiVersion, primary, secondary }) => [
    {
      name: 'replicas',
      kind: 'replica-lag',
      settings: {
        of: 'storage',
        resource,
        apiVersion,
        locations: [primary.location, secondary.location],
      },
    },
    outsidePrimary([resource]),
  ],
};

function roundTrip({ host, probe }: Settings) {
  return { name: 'round-trip', kind: 'blob', settings: { host, ...probe } };
}

/** Which side leads; or whether the expected one does, or stands by. */
function roles(
  { account: resource, apiVersion, primary, secondary }: Settings,
  expected: { leads?: Side; follows?: Side } = {},
) {
  const locations = { primary: primary.location, secondary: secondary.location };
  const settings = { of: 'storage', resource, apiVersion, ...locations, ...expected };
  return { name: 'roles', kind: 'replica-role', settings };
}
