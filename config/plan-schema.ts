/** The form of a plan that is changed by hand: its head, and its steps by phase. */

import * as z from 'zod';
import { sides } from '../core/names.ts';
import { wishes } from '../core/plan.ts';
import { name } from './fields.ts';

const { away, repair, home } = wishes;

const step = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,39}\/[a-zA-Z0-9][\w.-]{0,79}$/,
      'must be a service and a name -> Write it like order-api/point-to-secondary.',
    )
    .describe('the service that it is of, and its own name.'),
  kind: z.string().describe('a kind of step from docs/steps.md.'),
  title: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).describe('what docs/steps.md lists for its kind.'),
});

/** Which phases there are, and what of settings is refused, is told together with the rest. */
export const planSchema = z.strictObject({
  watch: name.describe('the watch that it is of.'),
  move: z.enum([away, home, repair]).describe('the purpose of the plan.'),
  mode: z.enum(['forced', 'planned']).describe('whether the side that is left still answers.'),
  from: z.enum(sides).describe('the side that is left.'),
  services: z.array(name).min(1).describe('what is moved.'),
  trafficOnly: z
    .literal(true)
    .optional()
    .describe('of these services the traffic alone, while the rest cannot be switched.'),
  steps: z.record(z.string(), z.array(step)).describe('the steps by phase.'),
});

export type PlanEntry = z.output<typeof planSchema>;
export type StepEntry = z.output<typeof step>;
