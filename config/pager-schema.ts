/** Who is rung when a question waits, besides the room in Slack. */

import * as z from 'zod';
import { secretRef } from '../services/fields.ts';
import type { PagerAt } from './estate.ts';

const pager = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sns') }),
  z.strictObject({
    kind: z.literal('pagerduty'),
    key: secretRef.describe('Where the routing key of its integration (Events API v2) is kept.'),
    region: z.enum(['us', 'eu']).default('us').describe('Where the account of PagerDuty is.'),
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    url: secretRef.describe('Where its https address is kept: as a whole it is a secret.'),
  }),
]);

export const pagers = z
  .array(pager)
  .min(1)
  .refine((all) => new Set(all.map(placeOf)).size === all.length, {
    error: 'names one pager twice -> Name each once: it would ring twice for every question.',
  })
  .default([{ kind: 'sns' }])
  .describe('Who is rung, all of them: sns, the topic of the deployment, where nothing is said.');

function placeOf(one: PagerAt): string {
  if (one.kind === 'sns') return one.kind;
  return one.kind === 'webhook' ? one.url : one.key;
}
