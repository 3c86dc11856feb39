/** A name of Azure Traffic Manager in front of two hosts, of API Management or of anything that speaks HTTPS. */

import * as z from 'zod';
import type { CheckSpec, ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import type { StepSpec, Way } from '../core/plan.ts';
import { host, hostedZone, shortName, trafficManagerProfile, ttlSeconds } from './fields.ts';
import { arrivals, followersOf, oneIsLedTo, resolvers } from './followers.ts';
import { outsidePrimary } from './locations.ts';
import {
  answerOf,
  asked,
  certificatesOf,
  hostsDiffer,
  label,
  leads,
  oneIsOff,
  sameHost,
} from './two-hosts.ts';

const endpoint = z
  .string()
  .regex(
    /^(Azure|External)Endpoints\/[^/?#\s]+$/,
    'must be the type and the name of an endpoint -> For instance ExternalEndpoints/orders-we.',
  )
  .describe('Which of the profile it is: ExternalEndpoints/<name> or AzureEndpoints/<name>.');

const side = z.strictObject({
  host: host.describe('What the endpoint leads to: its target.'),
  endpoint,
});

const bypass = z
  .strictObject({
    zone: hostedZone,
    name: host.describe(
      'The name that clients use: a CNAME in that zone of the name of the profile.',
    ),
    ttlSeconds,
  })
  .describe(
    'A name that Route 53 keeps: led straight to a side while the profile cannot be turned.',
  );

const settings = z
  .strictObject({
    profile: trafficManagerProfile.describe('The ARM id of the profile.'),
    name: host.describe('The name of the profile itself: <relative name>.trafficmanager.net.'),
    primary: side,
    secondary: side,
    ...asked,
    standby: z
      .enum(['enabled', 'disabled'])
      .default('enabled')
      .describe(
        'Whether the endpoint of the secondary is on while the primary serves. Then the profile may lead there by itself.',
      ),
    bypass: bypass.optional(),
    resolvers,
    arrivals,
  })
  .refine(hostsDiffer, sameHost)
  .refine((s) => s.primary.endpoint.toLowerCase() !== s.secondary.endpoint.toLowerCase(), {
    path: ['secondary', 'endpoint'],
    error: 'is the same endpoint on both sides -> Name the endpoint of the other region.',
  })
  .refine((s) => s.bypass?.name !== s.name, {
    path: ['bypass', 'name'],
    error: 'is the name of the profile itself -> Write the name of yours that leads to it.',
  });

type Settings = z.infer<typeof settings>;

export const trafficManager: ServiceKind<Settings> = {
  settings,
  example: {
    profile:
      '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-dns/providers/Microsoft.Network/trafficManagerProfiles/contoso-shop',
    name: 'contoso-shop.trafficmanager.net',
    primary: { host: 'contoso-shop-we.azurewebsites.net', endpoint: 'ExternalEndpoints/shop-we' },
    secondary: {
      host: 'contoso-shop-ne.azurewebsites.net',
      endpoint: 'ExternalEndpoints/shop-ne',
    },
    path: '/health',
    statuses: [200],
    standby: 'enabled',
    bypass: { zone: 'Z05129047LM3NPQRSTUV', name: 'www.contoso-shop.com', ttlSeconds: 30 },
    resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
  },

  describe: ({ profile, primary, secondary }) =>
    `Traffic Manager ${shortName(profile)} (${label(primary.host)} / ${label(secondary.host)})`,

  probes: answerOf,

  pointers: (s) => [
    {
      name: 'name',
      kind: 'dns',
      settings: {
        ...(s.bypass ? { name: s.bypass.name, through: s.name } : { name: s.name }),
        type: 'CNAME',
        sides: { primary: s.primary.host, secondary: s.secondary.host },
      },
    },
  ],

  steps: (s, how) => {
    const { from } = how;
    const to = other(from);
    if (!leads(how)) return [];
    return [
      {
        name: `lead-to-${to}`,
        kind: 'traffic-manager-endpoint',
        phase: 'traffic',
        settings: {
          profile: s.profile,
          to: s[to].endpoint,
          from: s[from].endpoint,
          fromIs: staysOn(s, how) ? 'Enabled' : 'Disabled',
          ...(how.posture && staysOn(s, how) && { both: true }),
        },
      },
      ...recordSteps(s, how),
    ];
  },

  exclusive: ({ standby, arrivals: counted }) =>
    standby === 'enabled' ? counted && oneIsLedTo : oneIsOff,

  checks: (s, posture) => [
    {
      name: 'profile',
      kind: 'traffic-manager-profile',
      settings: {
        profile: s.profile,
        primary: s.primary.endpoint,
        secondary: s.secondary.endpoint,
        standby: posture === undefined ? s.standby : 'both',
      },
    },
    outsidePrimary([s.profile]),
    ...recordChecks(s),
    // Where both serve, a profile leads to either by chance: nobody can be told to lag.
    ...(posture === undefined ? followed(s) : []),
    ...certificatesOf(s),
  ],
};

/** The primary that was left must be off: once it answers again, the profile would lead back by itself. */
function staysOn({ standby }: Settings, { move, from, posture }: Way): boolean {
  if (posture !== undefined) return move === 'failback';
  return from === 'secondary' && standby === 'enabled';
}

/** A forced move may lead the record past the profile; any planned one finds it led through, or leads it back. */
function recordSteps(s: Settings, { move, mode, from }: Way): readonly StepSpec[] {
  const { bypass } = s;
  if (bypass === undefined) return [];
  const to = other(from);
  const through = {
    name: 'through-profile',
    kind: 'route53-record',
    settings: { ...bypass, target: s.name, replaces: [s.primary.host, s.secondary.host] },
  };
  if (move === 'failback' || mode === 'planned') return [{ ...through, phase: 'traffic' }];
  const past: StepSpec = {
    name: `bypass-to-${to}`,
    kind: 'route53-record',
    phase: 'traffic',
    settings: { ...bypass, target: s[to].host, replaces: [s.name, s[from].host] },
    insteadOf: `lead-to-${to}`,
  };
  // What was led straight to the secondary would follow no turn of the profile. Away from home nothing
  // is asked of Route 53 unless it is needed.
  return from === 'secondary' ? [{ ...through, phase: 'receivers' }, past] : [past];
}

function recordChecks({ bypass, name, primary, secondary }: Settings): readonly CheckSpec[] {
  if (bypass === undefined) return [];
  const settings = {
    name: bypass.name,
    through: name,
    primary: primary.host,
    secondary: secondary.host,
    ttlSeconds: bypass.ttlSeconds,
  };
  return [{ name: 'record', kind: 'name-owned', settings }];
}

/** The name that clients use: yours, where one leads through the profile. */
function followed({ bypass, name, ...s }: Settings): readonly CheckSpec[] {
  return bypass === undefined
    ? followersOf(name, s)
    : followersOf(bypass.name, { ...s, through: name });
}
