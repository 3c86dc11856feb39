/** Enables one endpoint of a Traffic Manager profile, then disables the other: never is none enabled. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import {
  astray,
  endpointNamed,
  type Profile,
  profileIn,
  profileVersion,
} from '../core/profiles.ts';
import { nameOf, trafficManagerProfileId } from './arm-id.ts';

const endpoint = z
  .string()
  .regex(/^(Azure|External)Endpoints\/[^/?#]+$/, 'must be an endpoint: ExternalEndpoints/<name>');

const settings = z
  .strictObject({
    profile: trafficManagerProfileId,
    /** Whom the name is to lead to. */
    to: endpoint,
    from: endpoint,
    /** What the other one is afterwards. Where it stays on, the profile may lead back by itself. */
    fromIs: z.enum(['Enabled', 'Disabled']),
    /** Where both are on, clients are led to both. */
    both: z.literal(true).optional(),
  })
  .refine((s) => s.both === undefined || s.fromIs === 'Enabled', {
    path: ['both'],
    message: 'wants the other one Enabled',
  })
  .refine((s) => s.to.toLowerCase() !== s.from.toLowerCase(), {
    path: ['from'],
    message: 'must be another endpoint',
  });

type Settings = z.infer<typeof settings>;

/** Between two looks of whether an endpoint is on yet. */
const restMs = 1_000;

export const trafficManagerEndpoint: StepKind<Settings> = {
  settings,
  example: {
    profile:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dns/providers/Microsoft.Network/trafficManagerProfiles/orders',
    to: 'ExternalEndpoints/orders-ne',
    from: 'ExternalEndpoints/orders-we',
    fromIs: 'Disabled',
  },
  permissions: [
    'Microsoft.Network/trafficManagerProfiles/read',
    'Microsoft.Network/trafficManagerProfiles/azureEndpoints/write',
    'Microsoft.Network/trafficManagerProfiles/externalEndpoints/write',
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger: 'leads every client of a name elsewhere: a thief of its right could take what they send',
  stepMsMax: 120_000,
  settleMs: 3_000,
  describe: ({ profile, to, from, fromIs, both }) =>
    `Traffic Manager ${nameOf(profile)} → ${both ? `${nameOf(from)} and ` : ''}${nameOf(to)}${fromIs === 'Disabled' ? `, ${nameOf(from)} off` : ''}`,
  targets: ({ profile }) => [profile.toLowerCase()],

  inspect: async (azure, s, signal) => standingOf(await profileOf(azure, s, signal), s),

  async apply(azure, s, signal) {
    const profile = await profileOf(azure, s, signal);
    const standing = standingOf(profile, s);
    if (standing.is === 'done') return;
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    // One endpoint at a time and nothing of it but its state: ARM has no etag here, so whatever
    // somebody else changes meanwhile is theirs and stays.
    const set = (key: string, endpointStatus: Settings['fromIs']) => {
      const body = { properties: { endpointStatus } };
      return azure.patch(`${s.profile}/${key}`, profileVersion, body, signal);
    };
    if (!isOn(profile, s.to)) {
      await set(s.to, 'Enabled');
      while (!isOn(await profileOf(azure, s, signal), s.to)) {
        await azure.pause(restMs, signal);
        if (signal.aborted) {
          const message = `${nameOf(s.to)} is not shown as enabled yet`;
          throw new Refusal({ message, sent: 'maybe' });
        }
      }
    }
    if (s.fromIs === 'Disabled' && isOn(profile, s.from)) await set(s.from, 'Disabled');
    if (s.both && !isOn(profile, s.from)) await set(s.from, 'Enabled');
  },
};

function standingOf(profile: Profile, s: Settings): Standing {
  const stays = s.fromIs === 'Enabled';
  const why = astray(profile, { to: s.to, from: s.from, stays: s.both ? 'both' : stays });
  if (why !== undefined) {
    return { is: 'stuck', why: `Traffic Manager ${nameOf(s.profile)} ${why}: set it by hand` };
  }
  const other = isOn(profile, s.from);
  const done = isOn(profile, s.to) && (s.both ? other : stays || !other);
  return { is: done ? 'done' : 'todo' };
}

async function profileOf(azure: AzureReader, s: Settings, signal: AbortSignal): Promise<Profile> {
  return profileIn(await azure.resource(s.profile, profileVersion, signal));
}

function isOn(profile: Profile, key: string): boolean {
  return endpointNamed(profile, key)?.enabled === true;
}
