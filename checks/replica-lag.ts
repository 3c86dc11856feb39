/** How far the follower of a resource that Azure keeps in two regions is behind, before it has to lead. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import { expansions, type Replicas, replicasIn, sameLocation } from '../core/replicas.ts';
import type { Stake } from '../core/stakes.ts';
import { nameOf } from './arm-id.ts';

const settings = z.strictObject({
  of: z.enum(['service-bus', 'storage']),
  resource: z.string().regex(/^\/subscriptions\/[^?]+$/, 'must be an ARM id'),
  apiVersion: z.string().min(1),
  /** The regions of the two sides. */
  locations: z.array(z.string().min(1)).length(2),
});

type Settings = z.infer<typeof settings>;

const actions = {
  'service-bus': 'Microsoft.ServiceBus/namespaces/read',
  storage: 'Microsoft.Storage/storageAccounts/read',
} as const;

export const replicaLag: CheckKind<Settings> = {
  settings,
  example: {
    of: 'service-bus',
    resource:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus',
    apiVersion: '2026-01-01',
    locations: ['westeurope', 'northeurope'],
  },
  describe: ({ resource }) => `replicas of ${nameOf(resource)}`,
  rights: ({ of, resource }) => [{ action: actions[of], scope: resource, plane: 'control' }],

  async check({ net }, s, signal) {
    const id = `${s.resource}${expansions[s.of]}`;
    return findingOf(replicasIn(s.of, await net.azure.resource(id, s.apiVersion, signal)), s);
  },
};

function findingOf(replicas: Replicas, { resource, locations }: Settings): CheckFinding {
  const { leads, follows, state } = replicas;
  const name = nameOf(resource);
  if (state === 'failed') {
    const next = `Read the activity log of ${name}.`;
    return { is: 'fails', why: `${name} reports Failed`, next };
  }
  const has = (one: string) =>
    sameLocation(leads, one) || follows.some((f) => sameLocation(f, one));
  const missing = locations.filter((one) => !has(one));
  if (leads === undefined || missing.length > 0) {
    const next = 'Turn geo-replication on for both regions, or correct the watch file.';
    return { is: 'fails', why: `${name} is not kept in ${missing.join(' and ')}`, next };
  }
  if (state === 'changing') {
    return {
      is: 'warns',
      why: `the roles of ${name} are being changed`,
      next: 'Look again later.',
    };
  }
  return {
    is: 'fine',
    why: `${leads} leads, ${follows.join(', ')} follows`,
    note: lagOf(replicas),
    ...stakeOf(replicas),
  };
}

function stakeOf({ lastSync = '', lagSecondsMax }: Replicas): { readonly stake?: Stake } {
  const until = Date.parse(lastSync);
  if (Number.isFinite(until)) return { stake: { is: 'copied', until: until as Instant } };
  if (lagSecondsMax === undefined) return {};
  return { stake: { is: 'behind', mostMs: lagSecondsMax * 1_000 } };
}

/** What a forced change of roles may lose, as far as ARM tells. */
function lagOf({ follows, lastSync, lagSecondsMax }: Replicas): string {
  const to = follows.join(', ');
  if (lastSync !== undefined) return `all that was written before ${lastSync} is in ${to}`;
  if (lagSecondsMax === undefined) return `how far ${to} is behind is not told`;
  return lagSecondsMax === 0
    ? `nothing is confirmed that is not in ${to} as well`
    : `${to} may be up to ${lagSecondsMax} s behind`;
}
