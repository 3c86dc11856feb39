/** Makes one resource larger, or smaller again: API Management, Service Bus Premium, App Service plans. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type Right, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
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

const settings = z.strictObject({
  resource: z
    .string()
    .regex(idPattern(scalableTypes), `must be the ARM id of one of ${scalableTypes.join(', ')}`),
  /** Units of API Management, messaging units, workers of a plan. */
  to: z.int().min(1).max(100),
  /** `up`: at least that many, `down`: at most. What is beyond it already is left as it is. */
  direction: z.enum(['up', 'down']),
});

type Settings = z.infer<typeof settings>;

const permissions = scalableTypes.flatMap((type) => [`${type}/read`, `${type}/write`]);

export const scale: StepKind<Settings> = {
  settings,
  example: {
    resource:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.Web/serverfarms/orders-ne',
    to: 4,
    direction: 'up',
  },
  permissions,
  rights: ({ resource }) =>
    permissions
      .filter((action) => action.startsWith(`${typeOf(resource)}/`))
      .map((action): Right => ({ action, scope: resource, plane: 'control' })),
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger: 'takes a right to change all of a resource, where Azure has none for its size alone',
  // API Management takes up to three quarters of an hour for another unit, as its documents say.
  stepMsMax: 5_400_000,
  settleMs: 30_000,
  describe: ({ resource, to, direction }) =>
    `Scale ${nameOf(resource)} ${direction} to ${sizeInWords(typeOf(resource), to)}`,
  targets: ({ resource }) => [resource.toLowerCase()],

  inspect: async (azure, s, signal) => standingOf(await told(azure, s, signal), s),

  async apply(azure, s, signal) {
    const now = await told(azure, s, signal);
    const standing = standingOf(now, s);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    // Azure refuses a sku without its name, so all of it goes back with nothing changed but its size.
    const body = { sku: { ...now.sku, capacity: s.to } };
    await azure.patch(s.resource, versionOf(typeOf(s.resource)), body, signal);
  },
};

async function told(azure: AzureReader, { resource }: Settings, signal: AbortSignal) {
  const version = versionOf(typeOf(resource));
  return provisionedIn(await azure.resource(resource, version, signal));
}

function standingOf(now: Provisioned, { resource, to, direction }: Settings): Standing {
  const name = nameOf(resource);
  if (now.state === 'failed') {
    return { is: 'stuck', why: `${name} reports that it failed: see its activity log` };
  }
  if (now.state === 'changing') return { is: 'moving', why: `${name} is being changed` };
  if (now.state === 'unknown') return { is: 'unsure', why: `${name} tells no provisioning state` };
  const why = unscalable(typeOf(resource), now);
  if (why !== undefined) return { is: 'stuck', why: `${name} ${why}` };
  const size = now.size ?? 0;
  const beyond = direction === 'up' ? size >= to : size <= to;
  return { is: beyond ? 'done' : 'todo' };
}
