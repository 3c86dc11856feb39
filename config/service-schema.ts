/** One service of a watch: what is common to all, and the settings of its kind, by the registry. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { Trouble } from '../core/trouble.ts';
import { name } from './fields.ts';
import { serviceKinds } from './kinds.ts';

export interface ServiceEntry {
  readonly kind: string;
  readonly critical: boolean;
  readonly movesWith: readonly string[];
  readonly shared: boolean;
  readonly private: boolean;
  readonly posture: 'active-passive' | 'active-active';
  /** Settings, accepted by the kind, its defaults filled in. */
  readonly with: unknown;
}

const common = {
  critical: z.boolean().default(false).describe('The region counts as down when this is down.'),
  movesWith: z.array(name).default([]).describe('Services that must go where this one goes.'),
  shared: z
    .boolean()
    .default(false)
    .describe('What it moves may be moved by another service or watch as well.'),
  private: z
    .boolean()
    .default(false)
    .describe('It has no public address: it is seen through a relay, or from a network of yours.'),
  posture: z
    .enum(['active-passive', 'active-active'])
    .default('active-passive')
    .describe('active-active: both sides serve, and a move takes one of them out.'),
};

const [first, ...rest] = Object.entries(serviceKinds).map(([kind, { settings }]) =>
  z.strictObject({ kind: z.literal(kind), ...common, with: asZod(kind, settings) }),
);

if (first === undefined) {
  throw new Trouble('service-kinds-missing', {
    message: 'Cannot read any service because services/registry.ts names none',
    next: 'Restore services/registry.ts.',
  });
}

export const serviceEntry: z.ZodType<ServiceEntry> = z.discriminatedUnion('kind', [first, ...rest]);

/** The core asks of settings only that they can be parsed; editors need their shape as well. */
function asZod(kind: string, settings: ServiceKind<unknown>['settings']): z.ZodType {
  if (settings instanceof z.ZodType) return settings;
  throw new Trouble('service-settings-shapeless', {
    message: `Cannot describe the settings of ${kind} because they are no zod schema`,
    next: `Write the settings of services/${kind}.ts with zod.`,
  });
}
