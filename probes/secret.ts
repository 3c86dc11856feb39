/** The shape of a secret reference, and the headers that may carry one. */

import * as z from 'zod';
import type { Net } from '../core/net.ts';
import { secretReference, withSecrets } from '../core/secret.ts';

/** Names where a secret is kept; the secret itself never stands in a file. */
export const secretRef = z
  .string()
  .regex(
    secretReference,
    'must refer to a secret, not be one -> Write env:NAME or ssm:/path and keep the value there.',
  );

/** Header values, with those that are references replaced by what they refer to. */
export function headersOf(
  net: Pick<Net, 'secret'>,
  headers: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  return withSecrets(headers, (reference) => net.secret(reference));
}
