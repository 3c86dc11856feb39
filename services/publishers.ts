/** What tells a publisher where to publish, as a file names it: a named value, or a key of a store. */

import * as z from 'zod';
import { other, type Side } from '../core/names.ts';
import { keyValueId, type PublisherSort, publisherVersions } from '../core/publishers.ts';
import { apiVersion, configurationStoreId, namedValueId } from './fields.ts';

/** What a value says: short, and plain to compare. */
export const line = z
  .string()
  .max(1_024)
  .regex(
    /^\S(?:[^\r\n]*\S)?$/,
    'must be one line without blanks around it -> Write what publishers read: an address, never a key.',
  );

const value = {
  primary: line.describe('What it says while the publisher publishes to the primary.'),
  secondary: line.describe('What it says while it publishes to the secondary.'),
};

export const publisher = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('apim-named-value'),
      namedValue: namedValueId.describe('Its ARM id.'),
      ...value,
      apiVersion: apiVersion.default(publisherVersions['apim-named-value']),
    }),
    z.strictObject({
      kind: z.literal('app-configuration'),
      store: configurationStoreId.describe('The ARM id of the store.'),
      key: z.string().min(1),
      label: z.string().min(1).optional(),
      ...value,
      apiVersion: apiVersion.default(publisherVersions['app-configuration']),
    }),
  ])
  .refine((s) => s.primary !== s.secondary, {
    path: ['secondary'],
    error: 'is the same on both sides -> Write what publishers read of the other region.',
  });

type Publisher = z.infer<typeof publisher>;

interface Readable {
  readonly of: PublisherSort;
  readonly resource: string;
  readonly apiVersion: string;
  readonly primary: string;
  readonly secondary: string;
}

/** What a probe and a check need to read it. */
export function readable(one: Publisher): Readable {
  const { kind: of, apiVersion, primary, secondary } = one;
  return { of, resource: idOf(one), apiVersion, primary, secondary };
}

/** Its own ARM id. */
export function idOf(one: Publisher): string {
  return one.kind === 'apim-named-value'
    ? one.namedValue
    : keyValueId(one.store, one.key, one.label);
}

/** The settings of the step that has it publish to `to`: a step is named as its kind of publisher. */
export function switched({ kind: _, primary, secondary, ...where }: Publisher, to: Side) {
  const told = { primary, secondary };
  return { ...where, value: told[to], overwrites: [told[other(to)]] };
}
