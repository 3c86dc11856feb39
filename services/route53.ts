/** A public name that Route 53 keeps, in front of two hosts: moved without any part of Azure. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import { host, hostedZone, ttlSeconds } from './fields.ts';
import { arrivals, followersOf, resolvers } from './followers.ts';
import {
  answerOf,
  asked,
  certificatesOf,
  hostsDiffer,
  label,
  leads,
  sameHost,
} from './two-hosts.ts';

const side = z.strictObject({ host: host.describe('What the name leads to on this side.') });

const settings = z
  .strictObject({
    zone: hostedZone,
    name: host.describe('The name that clients use: a CNAME in that zone.'),
    ttlSeconds,
    primary: side,
    secondary: side,
    ...asked,
    resolvers,
    arrivals,
  })
  .refine(hostsDiffer, sameHost);

type Settings = z.infer<typeof settings>;

export const route53: ServiceKind<Settings> = {
  settings,
  example: {
    zone: 'Z08345671WQ2ABCDEFGH',
    name: 'portal.contoso.com',
    ttlSeconds: 30,
    primary: { host: 'contoso-portal-we.azurewebsites.net' },
    secondary: { host: 'contoso-portal-ne.azurewebsites.net' },
    path: '/health',
    statuses: [200],
    resolvers: ['1.1.1.1', '8.8.8.8', '9.9.9.9'],
  },

  describe: ({ name, primary, secondary }) =>
    `Route 53 ${name} (${label(primary.host)} / ${label(secondary.host)})`,

  probes: answerOf,

  pointers: (s) => [
    {
      name: 'name',
      kind: 'dns',
      settings: {
        name: s.name,
        type: 'CNAME',
        sides: { primary: s.primary.host, secondary: s.secondary.host },
      },
    },
  ],

  steps: (s, how) => {
    if (!leads(how)) return [];
    const { from } = how;
    const to = other(from);
    return [
      {
        name: `point-to-${to}`,
        kind: 'route53-record',
        phase: 'traffic',
        settings: {
          zone: s.zone,
          name: s.name,
          target: s[to].host,
          replaces: [s[from].host],
          ttlSeconds: s.ttlSeconds,
        },
      },
    ];
  },

  checks: (s) => [
    {
      name: 'record',
      kind: 'name-owned',
      settings: {
        name: s.name,
        primary: s.primary.host,
        secondary: s.secondary.host,
        ttlSeconds: s.ttlSeconds,
      },
    },
    ...followersOf(s.name, s),
    ...certificatesOf(s),
  ],
};
