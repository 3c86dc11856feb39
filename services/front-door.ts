/** A group of origins of Azure Front Door, one on each side: the last choice among the switches. */

import * as z from 'zod';
import type { ProbeSpec, ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import type { Way } from '../core/plan.ts';
import { headerName, host, originGroup, shortName } from './fields.ts';
import { outsidePrimary } from './locations.ts';
import {
  answerOf,
  asked,
  certificatesOf,
  hostsDiffer,
  leads,
  oneIsOff,
  sameHost,
} from './two-hosts.ts';

const side = z.strictObject({
  host: host.describe('The host name of the origin.'),
  origin: z
    .string()
    .regex(/^[^/?#\s]+$/, 'must be the name of an origin -> Write its name, not its id.')
    .describe('The origin in that group.'),
});

const settings = z
  .strictObject({
    group: originGroup.describe('The ARM id of the origin group.'),
    primary: side,
    secondary: side,
    ...asked,
    standby: z
      .enum(['enabled', 'disabled'])
      .default('enabled')
      .describe(
        'Whether the origin of the secondary is on while the primary serves. Then Front Door may lead there by itself.',
      ),
    public: z
      .strictObject({
        name: host.describe('A name of the endpoint: <name>.azurefd.net, or your own.'),
        header: headerName.describe('The header by which an answer says which side gave it.'),
        primary: z.string().min(1).describe('What that header says on the primary side.'),
        secondary: z.string().min(1).describe('What that header says on the secondary side.'),
      })
      .optional()
      .describe('How an answer tells who gave it: no name server knows whom an edge leads to.'),
    apiVersion: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/, 'must be an api-version -> For instance 2024-02-01.')
      .default('2024-02-01')
      .describe('The version of Microsoft.Cdn.'),
  })
  .refine(hostsDiffer, sameHost)
  .refine((s) => s.primary.origin.toLowerCase() !== s.secondary.origin.toLowerCase(), {
    path: ['secondary', 'origin'],
    error: 'is the same origin on both sides -> Name the origin of the other region.',
  });

type Settings = z.infer<typeof settings>;

export const frontDoor: ServiceKind<Settings> = {
  settings,
  example: {
    group:
      '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-edge/providers/Microsoft.Cdn/profiles/contoso-edge/originGroups/catalog',
    primary: { host: 'contoso-catalog-we.azurewebsites.net', origin: 'catalog-we' },
    secondary: { host: 'contoso-catalog-ne.azurewebsites.net', origin: 'catalog-ne' },
    path: '/health',
    statuses: [200],
    standby: 'enabled',
    public: {
      name: 'contoso-catalog.azurefd.net',
      header: 'X-Served-By',
      primary: 'westeurope',
      secondary: 'northeurope',
    },
    apiVersion: '2024-02-01',
  },

  describe: ({ group, primary, secondary }) =>
    `Front Door ${shortName(group)} (${primary.origin} / ${secondary.origin})`,

  probes: answerOf,

  pointers: (s) => signed(s),

  steps: (s, how) => {
    if (!leads(how)) return [];
    const { from } = how;
    const { group, apiVersion } = s;
    const to = other(from);
    const enable = { group, origin: s[to].origin, state: 'Enabled', apiVersion };
    const disable = { group, origin: s[from].origin, state: 'Disabled', unless: s[to].origin };
    const steps = [
      { name: `enable-${to}`, kind: 'front-door-origin', phase: 'receivers', settings: enable },
    ] as const;
    if (staysOn(s, how)) return steps;
    return [
      ...steps,
      {
        name: `disable-${from}`,
        kind: 'front-door-origin',
        phase: 'traffic',
        settings: { ...disable, apiVersion },
        guardedBy: [`enable-${to}`],
      },
    ];
  },

  exclusive: ({ standby }) => (standby === 'enabled' ? undefined : oneIsOff),

  checks: ({ group, primary, secondary, standby, apiVersion, path }, posture) => [
    {
      name: 'origins',
      kind: 'front-door-origins',
      settings: {
        ...{ group, primary, secondary, apiVersion },
        standby: posture === undefined ? standby : 'both',
      },
    },
    outsidePrimary([group]),
    ...certificatesOf({ primary, secondary, path }),
  ],
};

/** The primary that was left must be off: once it answers again, Front Door would lead back by itself. */
function staysOn({ standby }: Settings, { move, from, posture }: Way): boolean {
  if (posture !== undefined) return move === 'failback';
  return from === 'secondary' && standby === 'enabled';
}

/** Asked as a client asks it. */
function signed({ public: edge, path, statuses }: Settings): readonly ProbeSpec[] {
  if (edge === undefined) return [];
  const { name, ...signature } = edge;
  const url = `https://${name}${path}`;
  return [{ name: 'answer', kind: 'http', settings: { url, statuses, signature } }];
}
