/** What services in front of a public name have in common: who follows it when it is led elsewhere. */

import * as z from 'zod';
import type { CheckSpec } from '../core/kinds.ts';
import { countedId, countedTypes } from '../core/metrics.ts';
import type { Side } from '../core/names.ts';
import { apiVersion } from './fields.ts';

const address = z
  .string()
  .refine(
    isAddress,
    'must be the address of a resolver -> For instance 1.1.1.1; no name, no port.',
  );

/** Of their settings. */
export const resolvers = z
  .array(address)
  .default(['1.1.1.1', '8.8.8.8', '9.9.9.9'])
  .describe('Public resolvers that readiness asks where the name leads; [] asks none.');

const counted = z.strictObject({
  resource: z
    .string()
    .regex(
      countedId,
      `must be the id of one of ${countedTypes} -> Copy it from \`az resource show\`.`,
    )
    .describe('The ARM id of what answers there, whose requests Azure Monitor counts.'),
});

/** How they are counted unless the file says otherwise. */
export const countedSo = {
  metric: 'Requests',
  minutes: 15,
  quiet: 20,
  apiVersion: '2018-01-01',
} as const;

/** Of their settings: whose requests are counted on the side that the name does not lead to. */
export const arrivals = z
  .strictObject({
    primary: counted,
    secondary: counted,
    metric: z.string().min(1).default(countedSo.metric).describe('What Azure Monitor calls them.'),
    minutes: z
      .int()
      .min(5)
      .max(60)
      .default(countedSo.minutes)
      .describe('How far back they are counted.'),
    quiet: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(countedSo.quiet)
      .describe('So many a minute are nobody: probes and health checks ask there as well.'),
    apiVersion: apiVersion
      .default(countedSo.apiVersion)
      .describe('The version of Microsoft.Insights.'),
  })
  .refine((s) => s.primary.resource.toLowerCase() !== s.secondary.resource.toLowerCase(), {
    path: ['secondary', 'resource'],
    error: 'is the same on both sides -> Give the one that answers in the other region.',
  })
  .optional()
  .describe('Has readiness count who still arrives at the side that the name does not lead to.');

/** Where both sides serve, nobody arrives at the wrong one. */
export const oneIsLedTo = {
  why: 'its arrivals are those at the side that is not led to',
  next: 'Leave arrivals out, or posture.',
};

interface Followed extends Readonly<Record<Side, { readonly host: string }>> {
  /** What leads to either side by itself, where the name leads through it. */
  readonly through?: string;
  readonly resolvers: readonly string[];
  readonly arrivals?: z.infer<typeof arrivals>;
}

/** `name`: what clients use. */
export function followersOf(name: string, s: Followed): readonly CheckSpec[] {
  return [...resolversOf(name, s), ...arrivalsOf(name, s)];
}

function resolversOf(
  name: string,
  { primary, secondary, resolvers: asked, through }: Followed,
): readonly CheckSpec[] {
  if (asked.length === 0) return [];
  const settings = {
    name,
    ...(through !== undefined && { through }),
    primary: primary.host,
    secondary: secondary.host,
    resolvers: asked,
  };
  return [{ name: 'resolvers', kind: 'resolvers-follow', settings }];
}

function arrivalsOf(
  name: string,
  { primary, secondary, through, arrivals: asked }: Followed,
): readonly CheckSpec[] {
  if (asked === undefined) return [];
  const settings = {
    ...asked,
    name,
    ...(through !== undefined && { through }),
    primary: { host: primary.host, ...asked.primary },
    secondary: { host: secondary.host, ...asked.secondary },
  };
  return [{ name: 'arrivals', kind: 'arrivals', settings }];
}

function isAddress(text: string): boolean {
  return [z.ipv4(), z.ipv6()].some((one) => one.safeParse(text).success);
}
