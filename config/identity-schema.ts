/** How our two identities prove who they are, said apart for deployed functions and for a laptop. */

import * as z from 'zod';
import { secretRef } from '../services/fields.ts';
import { guid } from './fields.ts';

/** Nobody sets the environment of a deployed function but its stack, and that holds no secrets. */
const deployedRef = secretRef.refine((reference) => !reference.startsWith('env:'), {
  error:
    'is in the environment, and a deployed function has no secret there -> Keep it in Parameter Store and write ssm:/path, or write deployed: federated.',
});

/** A laptop does not read Parameter Store. */
const laptopRef = secretRef.refine((reference) => !reference.startsWith('ssm:'), {
  error: 'is in Parameter Store, which a laptop does not read -> Write env:NAME.',
});

const proofs = ['secret', 'certificate'] as const;

/** `otherwise`: what to say of anything but a map. */
function keyIn(reference: z.ZodType<string, string>, otherwise: string) {
  const shape = {
    secret: reference.optional().describe('Where its client secret is kept.'),
    certificate: reference
      .optional()
      .describe('Where its certificate and private key are kept, together in one PEM.'),
  };
  return z
    .strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? otherwise : undefined) })
    .transform(({ secret, certificate }, context) => {
      if (secret !== undefined && certificate === undefined) return { secret };
      if (certificate !== undefined && secret === undefined) return { certificate };
      const message =
        secret === undefined
          ? `names neither of ${proofs.join(' and ')} -> Write one of them.`
          : `names both ${proofs.join(' and ')} -> Keep one of them.`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

const onLaptop =
  'must be a key, as no role of AWS vouches for a laptop -> Write { secret: env:NAME } or { certificate: env:NAME }.';
const whenDeployed =
  'must be federated or a key -> Write federated, { secret: ssm:/path } or { certificate: ssm:/path }.';

const laptop = keyIn(laptopRef, onLaptop)
  .optional()
  .describe(
    'What a laptop logs in by: no role of AWS vouches for it. Absent, nobody acts so from a laptop.',
  );

export const identity = z.strictObject({
  client: guid.describe('The application (client) id in Entra.'),
  deployed: z
    .union([z.literal('federated', whenDeployed), keyIn(deployedRef, whenDeployed)])
    .default('federated')
    .describe(
      'What a deployed function logs in by; federated: AWS vouches for its role, and no secret exists.',
    ),
  laptop,
});
