/** Whether resources have the size that they are declared to have now, and could be given another. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import {
  idPattern,
  type Provisioned,
  provisionedIn,
  scalableTypes,
  sizeInWords,
  typeOf,
  unscalable,
  versionOf,
} from '../core/provisioned.ts';
import { nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  resources: z
    .array(
      z.strictObject({
        resource: z
          .string()
          .regex(
            idPattern(scalableTypes),
            `must be the ARM id of one of ${scalableTypes.join(', ')}`,
          ),
        /** How large it is at the least, whoever serves. */
        atLeast: z.int().min(1),
      }),
    )
    .min(1),
});

type Settings = z.infer<typeof settings>;
type Asked = Settings['resources'][number];

export const sizes: CheckKind<Settings> = {
  settings,
  example: {
    resources: [
      {
        resource:
          '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Web/serverfarms/orders-ne',
        atLeast: 1,
      },
    ],
  },
  describe: ({ resources }) => `size of ${resources.map((one) => nameOf(one.resource)).join(', ')}`,
  rights: ({ resources }) =>
    resources.map(({ resource: scope }) => {
      return { action: `${typeOf(scope)}/read`, scope, plane: 'control' };
    }),

  async check({ net }, { resources }, signal) {
    const told = await Promise.all(
      resources.map(async (asked) => {
        const version = versionOf(typeOf(asked.resource));
        const body = await net.azure.resource(asked.resource, version, signal);
        return { asked, now: provisionedIn(body) };
      }),
    );
    const found = told.flatMap(({ asked, now }) => findingOf(asked, now));
    return worstOf(found, told.map(({ asked, now }) => sizeOf(asked, now)).join(', '));
  },
};

function findingOf(asked: Asked, now: Provisioned): readonly CheckFinding[] {
  const { resource, atLeast } = asked;
  const name = nameOf(resource);
  if (now.state === 'failed') {
    const next = `Read the activity log of ${name}.`;
    return [{ is: 'fails', why: `${name} reports that it failed`, next }];
  }
  const why = unscalable(typeOf(resource), now);
  if (why !== undefined) {
    const next = `Give ${name} a tier that has sizes, or take it out of the watch file.`;
    return [{ is: 'fails', why: `${name} ${why}`, next }];
  }
  if ((now.size ?? 0) >= atLeast) return [];
  const next = `Scale ${name} to ${atLeast}, or correct the watch file.`;
  return [{ is: 'warns', why: `${sizeOf(asked, now)}, declared are ${atLeast}`, next }];
}

function sizeOf({ resource }: Asked, { size }: Provisioned): string {
  return `${nameOf(resource)} has ${sizeInWords(typeOf(resource), size ?? 0)}`;
}
