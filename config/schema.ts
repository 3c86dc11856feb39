/** The shape of `farwatch.yaml`: strict objects all the way, with every default in its place. */

import * as z from 'zod';
import type { Watch } from '../core/watch.ts';
import { secretRef } from '../services/fields.ts';
import {
  awsCaller,
  guid,
  name,
  reference,
  region,
  slackChannel,
  slackMember,
  vantage,
} from './fields.ts';
import { identity } from './identity-schema.ts';
import { networks } from './network-schema.ts';
import { pagers } from './pager-schema.ts';
import { judging, moving } from './rules-schema.ts';
import { serviceEntry } from './service-schema.ts';

export const watchShape = {
  mode: z
    .enum(['observe', 'advise', 'ask'] satisfies Watch['mode'][])
    .describe(
      'observe: judge and note what would have been asked; advise: tell; ask: offer moves.',
    ),
  primary: region.describe('The Azure region that serves by default.'),
  secondary: region.describe('The Azure region that takes over.'),
  approvers: z.array(name).default([]).describe('Who may approve a move, by the names in people.'),
  acknowledge: z
    .array(z.string())
    .default([])
    .describe('The dangerous kinds of steps of this watch: each has to be named.'),
  downWhen: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('How many critical services must be down before the region is.'),
  trafficOnly: z
    .array(name)
    .default([])
    .describe(
      'Services whose clients may be led to the other side alone, while what should go along cannot be switched.',
    ),
  services: z
    .record(name, serviceEntry)
    .refine((services) => Object.keys(services).length > 0, {
      error: 'has no service -> Name at least one service to watch.',
    })
    .describe('What the estate runs on, by name.'),
  judging: judging.prefault({}).describe('How answers become verdicts.'),
  moving: moving.prefault({}).describe('How long things may take once a region is down.'),
};

export const fileShape = {
  estate: name.describe('What the whole is called.'),
  vantages: z
    .array(vantage)
    .min(1)
    .refine((all) => new Set(all).size === all.length, {
      error: 'names a vantage twice -> Each has one vote: name it once.',
    })
    .describe('Where we look from.'),
  networks,
  quorum: z.int().min(1).max(100).describe('How many vantages must agree: more than half of them.'),
  azure: z
    .strictObject({
      tenant: guid.describe('The Entra tenant.'),
      subscription: guid.describe('The subscription that the estate lives in.'),
      zone: z
        .string()
        .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'must be a DNS zone -> For instance contoso.com.')
        .optional()
        .describe('A zone of yours in Azure DNS; by default those whose records a move changes.'),
      look: identity.describe('The identity that may only read.'),
      switch: identity.describe('The identity that may change what a move changes.'),
    })
    .describe('The tenant, the subscription, and the two identities that we act as.'),
  slack: z
    .strictObject({
      channel: slackChannel.describe('Where cards are posted.'),
      token: secretRef.describe('Where the bot token is kept.'),
      signingSecret: secretRef.describe('Where the signing secret is kept.'),
    })
    .optional()
    .describe('Where questions are asked. Without it, they are asked at the terminal alone.'),
  pagers,
  people: z
    .record(
      name,
      z.strictObject({
        slack: slackMember.optional().describe('Their member id in Slack.'),
        aws: awsCaller.optional().describe('Their AWS identity, for answers by a signed call.'),
      }),
    )
    .refine((people) => distinct(Object.values(people).flatMap(({ aws }) => aws ?? [])), {
      error: 'give one AWS identity to two people -> Give each person their own.',
    })
    .default({})
    .describe('Everyone who may be named as an approver or a responder.'),
  responders: z
    .array(name)
    .default([])
    .describe('Who may stop every move, by the names in people; approvers may in any case.'),
  references: z
    .array(reference)
    .min(2, 'needs two at least -> Add one: were a single one down, all would seem blind.')
    .describe('Sites outside Azure. A vantage that can see none of them is blind and abstains.'),
  watches: z
    .record(name, z.strictObject(watchShape))
    .refine((watches) => Object.keys(watches).length > 0, {
      error: 'has no watch -> Name at least one pair of regions to watch.',
    })
    .describe('Pairs of regions, each with the services that move between them.'),
};

function distinct(all: readonly string[]): boolean {
  return new Set(all).size === all.length;
}

export const fileSchema = z.strictObject(fileShape);

export type EstateFile = z.infer<typeof fileSchema>;
export type WatchEntry = EstateFile['watches'][string];
