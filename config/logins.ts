/** Whether each identity can log in wherever the file has it used. */

import { isAwsRegion } from './aws-regions.ts';
import type { Draft } from './draft.ts';
import type { Flaw } from './faults.ts';

/** A vantage that is no region of AWS looks by itself: no role vouches for it. */
export function logins({ vantages, look }: Draft): readonly Flaw[] {
  if (vantages === undefined || look === undefined || look.laptop !== undefined) return [];
  const alone = vantages.filter((vantage) => !isAwsRegion(vantage));
  if (alone.length === 0) return [];
  const who = alone.join(', ');
  return [
    {
      path: ['azure', 'look'],
      message: `cannot log in from ${who}: no role of AWS vouches for what is no region of AWS`,
      next: 'Add laptop: { secret: env:NAME } or { certificate: env:NAME }.',
    },
  ];
}
