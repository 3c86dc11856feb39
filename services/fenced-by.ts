/** A stronger fence of a singleton, where a side that wakes cannot get past it: what a file says of it. */

import * as z from 'zod';
import { busRights } from '../core/bus-rules.ts';
import { publisherVersions } from '../core/publishers.ts';
import { apiVersion, busRuleId, configurationStoreId } from './fields.ts';
import { line } from './publishers.ts';
import { body, scalar, set, state } from './switch-address.ts';

const key = z.strictObject({
  kind: z.literal('app-configuration'),
  store: configurationStoreId.describe('The ARM id of the store, in neither of the two regions.'),
  key: z.string().min(1).describe('The key that workflows read before their first side effect.'),
  label: z.string().min(1).optional(),
  primary: line.describe('What it says while the primary may run.'),
  secondary: line.describe('What it says while the secondary may run.'),
  apiVersion: apiVersion.default(publisherVersions['app-configuration']),
});

const rules = z.strictObject({
  kind: z.literal('service-bus-rule'),
  primary: busRuleId.describe('The rule by which the receivers of the primary listen.'),
  secondary: busRuleId.describe('The rule by which those of the secondary do.'),
  serving: z
    .array(z.enum(busRights))
    .refine((all) => all.includes('Listen') && new Set(all).size === all.length, {
      error: 'must name Listen, and each right once -> Write [Listen], or [Listen, Send].',
    })
    .default(['Listen'])
    .describe('What the rule of the side that runs may do; that of the other may only send.'),
});

const side = z.strictObject({
  value: scalar.describe('What the state says while this side may run.'),
  body: body.describe('What is sent so that it may, and the other may not: JSON, as text.'),
});

const webhook = z.strictObject({
  kind: z.literal('webhook'),
  state,
  set,
  primary: side,
  secondary: side,
});

export const fencedBy = z.discriminatedUnion('kind', [key, rules, webhook]).refine(differ, {
  path: ['secondary'],
  error: 'is the same on both sides -> Write what tells the other side.',
});

export type FencedBy = z.infer<typeof fencedBy>;
export type FencedByKind<K extends FencedBy['kind']> = Extract<FencedBy, { kind: K }>;

/** Of the settings of a service: only what must never run twice needs one. */
export const singletonsOnly = {
  path: ['fencedBy'],
  error: 'is for singletons, which must never run twice -> Leave it out, or set singleton: true.',
};

export function isForSingleton(s: {
  readonly singleton: boolean;
  readonly fencedBy?: FencedBy | undefined;
}): boolean {
  return s.singleton || s.fencedBy === undefined;
}

function differ({ primary, secondary }: { primary: unknown; secondary: unknown }): boolean {
  const told = (one: unknown) => String(Object(one).value ?? one).toLowerCase();
  return told(primary) !== told(secondary);
}
