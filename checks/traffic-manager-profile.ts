/** Whether a Traffic Manager profile would lead everybody to the other side, and back again. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import {
  astray,
  endpointNamed,
  type Profile,
  profileIn,
  profileVersion,
} from '../core/profiles.ts';
import { nameOf, profileId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  profile: profileId,
  /** The endpoint of each side: `ExternalEndpoints/orders-we`. */
  primary: z.string().min(1),
  secondary: z.string().min(1),
  /** Whether the one of the secondary is on while the primary serves, or both serve. */
  standby: z.enum(['enabled', 'disabled', 'both']),
});

type Settings = z.infer<typeof settings>;

/** The documents' default; a longer one keeps clients on the dark side for longer. */
const ttlSecondsMax = 60;

export const trafficManagerProfile: CheckKind<Settings> = {
  settings,
  example: {
    profile:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dns/providers/Microsoft.Network/trafficManagerProfiles/orders',
    primary: 'ExternalEndpoints/orders-we',
    secondary: 'ExternalEndpoints/orders-ne',
    standby: 'enabled',
  },
  describe: ({ profile }) => `endpoints of ${nameOf(profile)}`,
  rights: ({ profile }) => [
    { action: 'Microsoft.Network/trafficManagerProfiles/read', scope: profile, plane: 'control' },
  ],

  async check({ net }, s, signal) {
    const profile = profileIn(await net.azure.resource(s.profile, profileVersion, signal));
    const name = nameOf(s.profile);
    const on = profile.endpoints.filter(({ enabled }) => enabled).map((one) => one.name);
    return worstOf(
      [
        ...ofWays(name, profile, s),
        ...ofRouting(name, profile, s),
        ...ofHealth(name, profile, s),
        ...ofTtl(name, profile),
      ],
      `${name} routes by ${profile.routing}, with ${on.join(' and ')} enabled`,
    );
  },
};

/** There and back: each is what a move of that direction leans on. */
function ofWays(name: string, profile: Profile, s: Settings): readonly CheckFinding[] {
  const [there, home] = [
    { to: s.secondary, from: s.primary },
    { to: s.primary, from: s.secondary },
  ];
  const stays = s.standby === 'both' ? 'both' : s.standby === 'enabled';
  const ways = [
    astray(profile, { ...there, stays: false }),
    astray(profile, { ...home, stays }),
    ...(stays === 'both' ? [astray(profile, { ...home, stays: false })] : []),
  ];
  return ways.flatMap((why): readonly CheckFinding[] => {
    const next = `Correct the profile ${name}, or the watch file: a move would be stuck.`;
    return why === undefined ? [] : [{ is: 'fails', why: `${name} ${why}`, next }];
  });
}

/** Whoever writes that both serve should have both be led to. */
function ofRouting(
  name: string,
  { routing }: Profile,
  { standby }: Settings,
): readonly CheckFinding[] {
  if (standby !== 'both' || routing !== 'Priority') return [];
  const why = `${name} routes by Priority: while one side answers, nobody is led to the other`;
  const next = `Have ${name} route by Weighted or Performance, or write active-passive.`;
  return [{ is: 'warns', why, next }];
}

function ofHealth(name: string, profile: Profile, s: Settings): readonly CheckFinding[] {
  return [s.primary, s.secondary].flatMap((key): readonly CheckFinding[] => {
    const endpoint = endpointNamed(profile, key);
    if (endpoint?.health !== 'Degraded') return [];
    const why = `${name} finds ${endpoint.name} degraded by its own probing`;
    return [{ is: 'warns', why, next: `Compare the monitoring of ${name} with what is probed.` }];
  });
}

function ofTtl(name: string, { ttlSeconds }: Profile): readonly CheckFinding[] {
  if (ttlSeconds === undefined || ttlSeconds <= ttlSecondsMax) return [];
  const why = `${name} has a TTL of ${ttlSeconds} s: clients would stay on the dark side for that long`;
  return [{ is: 'warns', why, next: `Set its TTL to ${ttlSecondsMax} s or less.` }];
}
