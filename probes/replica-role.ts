/** Reads which region leads a resource that Azure itself keeps in two, and whether both have their roles. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import type { Answer } from '../core/observation.ts';
import { expansions, type Replicas, replicasIn, sameLocation } from '../core/replicas.ts';

const settings = z.strictObject({
  of: z.enum(['service-bus', 'storage']),
  resource: z.string().regex(/^\/subscriptions\/[^?]+$/, 'must be an ARM id'),
  apiVersion: z.string().min(1),
  /** The regions of the two sides. */
  primary: z.string().min(1),
  secondary: z.string().min(1),
  /** The side that must lead, or stand by. With neither, the answer says which leads. */
  leads: z.enum(sides).optional(),
  follows: z.enum(sides).optional(),
});

type Settings = z.infer<typeof settings>;

const actions = {
  'service-bus': 'Microsoft.ServiceBus/namespaces/read',
  storage: 'Microsoft.Storage/storageAccounts/read',
} as const;

export const replicaRole: ProbeKind<Settings> = {
  settings,
  example: {
    of: 'service-bus',
    resource:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus',
    apiVersion: '2026-01-01',
    primary: 'westeurope',
    secondary: 'northeurope',
  },
  indirect: true,
  describe: ({ resource }) => `region that leads ${resource.split('/').at(-1)}`,
  rights: ({ of, resource }) => [{ action: actions[of], scope: resource, plane: 'control' }],

  async ask(net, s, signal) {
    const id = `${s.resource}${expansions[s.of]}`;
    return answerOf(replicasIn(s.of, await net.azure.resource(id, s.apiVersion, signal)), s);
  },
};

function answerOf(replicas: Replicas, s: Settings): Answer {
  const points = sides.find((side) => sameLocation(replicas.leads, s[side]));
  const why = troubleOf(replicas, points, s);
  const measures = measuresOf(replicas);
  if (why !== undefined) {
    return { finding: { is: 'unsure', why, whose: 'ours' }, phases: {}, measures };
  }
  const isPointer = s.leads === undefined && s.follows === undefined;
  const told = isPointer && points !== undefined ? { points } : {};
  return { finding: { is: 'up' }, phases: {}, measures, ...told };
}

function troubleOf({ leads, follows, state }: Replicas, points: Side | undefined, s: Settings) {
  if (state === 'failed') return 'it says provisioning Failed';
  if (state === 'changing') return 'its roles are being changed';
  if (leads === undefined) return 'it is not replicated';
  if (points === undefined) return `${leads} leads, which is neither side`;
  const leader = s.leads ?? (s.follows && other(s.follows)) ?? points;
  if (points !== leader) return `${leads} leads, expected ${s[leader]}`;
  // Only who has to take over needs a replica: an account that was failed over has lost the other.
  if (s.follows === undefined) return undefined;
  const stands = s[s.follows];
  return follows.some((one) => sameLocation(one, stands))
    ? undefined
    : `it has no replica in ${stands}`;
}

/** A time is a measure, too: milliseconds since 1970, by the clock of Azure. */
function measuresOf({ lastSync, lagSecondsMax }: Replicas): Readonly<Record<string, number>> {
  const at = lastSync === undefined ? Number.NaN : Date.parse(lastSync);
  return {
    ...(lagSecondsMax !== undefined && { lagSecondsMax }),
    ...(at > 0 && { lastSyncAtMs: at }),
  };
}
