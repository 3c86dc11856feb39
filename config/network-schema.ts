/** The network of a vantage: what it looks through when the open internet will not do. */

import * as z from 'zod';
import type { Network } from './estate.ts';
import { vantage } from './fields.ts';

const id = (kind: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${kind}-[0-9a-f]{8,17}$`),
      `must be an id -> Copy it from AWS; it begins with ${kind}-.`,
    );

const existing = z.strictObject({
  subnets: z
    .array(id('subnet'))
    .min(1)
    .describe('Where it lives, in a network of yours: private ones, that lead to AWS and Azure.'),
  securityGroups: z.array(id('sg')).min(1).describe('What they may call.'),
});

export const networks = z
  .record(vantage, z.union([z.literal('fixed-address'), existing]) satisfies z.ZodType<Network>)
  .default({})
  .describe(
    'Vantages in a network: fixed-address makes one with an address of its own, for access lists; or name one of yours.',
  );
