/** What can be broken in the lab, and how: read from what somebody typed, refused in words. */

import * as z from 'zod';
import { sides } from '../../core/names.ts';
import type { Fault, Layout, Place } from '../world/azure.ts';

const milliseconds = whole(0, 3_600_000, 'of milliseconds');
const status = whole(400, 599, 'that is an HTTP status');
const shareWords = 'a share of the calls is needed, above 0 and up to 1';
const share = z.number(shareWords).gt(0, shareWords).max(1, shareWords).exactOptional();

export const faultSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('dark') }),
  z.strictObject({ is: z.literal('refused') }),
  z.strictObject({ is: z.literal('reset') }),
  z.strictObject({ is: z.literal('badTls') }),
  z.strictObject({ is: z.literal('halfOpen') }),
  z.strictObject({ is: z.literal('slow'), ms: milliseconds, share }),
  z.strictObject({ is: z.literal('failing'), status, share }),
  z.strictObject({ is: z.literal('throttled'), retryAfterMs: milliseconds, share }),
  z.strictObject({ is: z.literal('lostAnswer'), share }),
]);

export const faultKinds: readonly string[] = faultSchema.options.map(
  (option) => option.shape.is.value,
);

function whole(from: number, to: number, what: string) {
  const words = `a whole number ${what} is needed, from ${from} to ${to}`;
  return z.int(words).min(from, words).max(to, words);
}

/** The fault, or everything that is wrong with it. */
export function faultIn(value: unknown): { fault: Fault } | { errors: readonly string[] } {
  const read = faultSchema.safeParse(value);
  return read.success ? { fault: read.data } : { errors: read.error.issues.map(wordsFor) };
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    return `fault.is: one of ${faultKinds.join(', ')} is expected`;
  }
  if (issue.path.length === 0 && issue.code === 'invalid_type') {
    return 'fault: a JSON object is expected, e.g. {"is":"dark"}';
  }
  if (issue.code === 'unrecognized_keys') {
    return `fault: ${issue.keys.join(', ')} means nothing for this fault`;
  }
  return `${['fault', ...issue.path].join('.')}: ${issue.message}`;
}

/** Of each region, and of the planes above them. Below some of these, single hosts are places too. */
export function placesIn({ regions, vantages }: Layout): readonly Place[] {
  const regional = ['gateway', 'logic', 'servicebus', 'arm'];
  return [
    ...sides.flatMap((side) => {
      const region = regions[side];
      return [region, ...regional.map((part) => `${region}/${part}`)];
    }),
    ...['arm', 'arm/logic', 'arm/dns', 'arm/servicebus', 'arm/appconfiguration'],
    ...['entra', 'dns', 'reference'],
    ...['slack', 'pager', 'route53', 'switch', 'appconfiguration', 'resolver'],
    ...[...vantages, 'operator'].map((origin) => `vantage/${origin}`),
  ];
}

/** A place that nothing passes would be broken without effect, and nobody would notice. */
export function placeTrouble(layout: Layout, place: Place): readonly string[] {
  const known = placesIn(layout);
  const open = /\/(?:gateway|servicebus)$|^(?:dns|reference|switch|appconfiguration|resolver)$/;
  const within = known.some((one) => open.test(one) && place.startsWith(`${one}/`));
  if (known.includes(place) || within) return [];
  return [`place: nothing is at '${place}'; known are ${known.join(', ')}`];
}
