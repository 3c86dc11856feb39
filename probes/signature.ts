/** Which region answered, by a header that each region signs with a value of its own. */

import * as z from 'zod';
import type { Side } from '../core/names.ts';
import type { Finding } from '../core/observation.ts';

export const signature = z.strictObject({
  header: z.string().min(1),
  primary: z.string().min(1),
  secondary: z.string().min(1),
});

export interface Reading {
  readonly points?: Side;
  /** What to say of an answer that nobody of ours has signed. */
  readonly finding?: Finding;
}

export function readingOf(
  headers: Readonly<Record<string, string>>,
  signed: z.infer<typeof signature>,
): Reading {
  const value = headers[signed.header.toLowerCase()];
  if (value === signed.primary) return { points: 'primary' };
  if (value === signed.secondary) return { points: 'secondary' };
  const said = value === undefined ? 'is missing' : `says ${JSON.stringify(value.slice(0, 80))}`;
  const why = `the signature header ${signed.header} ${said}: neither side`;
  return { finding: { is: 'unsure', why, whose: 'ours' } };
}
