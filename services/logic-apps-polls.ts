/** Workflows that look by themselves: how their runs are looked at, and where they go on from. */

import * as z from 'zod';
import type { ProbeSpec } from '../core/kinds.ts';
import type { Role } from '../core/names.ts';
import type { WorkflowNames } from '../core/workflows.ts';
import { workflowName } from './fields.ts';

export const onEnable = z.enum(['resume', 'fromNow']);

const poll = z.strictObject({
  workflow: workflowName.describe('The name of the workflow, the same on both sides.'),
  trigger: z
    .string()
    .regex(
      /^[\w().-]{1,80}$/,
      'must be the name of a trigger -> Write it as the code view of the designer has it.',
    )
    .describe('The name of its trigger, as the code view of the designer has it.'),
  everySeconds: z.int().min(1).describe('How often its trigger looks.'),
  oldestSeconds: z
    .int()
    .min(1)
    .optional()
    .describe(
      'How old the newest run that succeeded, or look that found nothing, may be. By default three times `everySeconds`, and two minutes at the least.',
    ),
  failedShare: z
    .number()
    .min(0.01)
    .max(1)
    .default(1)
    .describe('From which share of the last ten runs on, within an hour, its failures tell.'),
  onEnable: onEnable.optional().describe('Where it begins, if not where the others do.'),
});

export const polls = z
  .array(poll)
  .min(1)
  .refine((all) => new Set(all.map(({ workflow }) => workflow)).size === all.length, {
    error: 'names a workflow twice -> Name each once.',
  });

type Poll = z.infer<typeof poll>;

interface Polled {
  readonly onEnable?: 'resume' | 'fromNow' | undefined;
  readonly polls?: readonly Poll[] | undefined;
}

const oldestSecondsMin = 120;

export function runsOf(poll: Poll, resourceGroup: string, role: Role): ProbeSpec {
  const { workflow, trigger, everySeconds, oldestSeconds, failedShare } = poll;
  return {
    name: `runs-${workflow}`,
    kind: 'workflow-runs',
    settings: {
      workflow: `${resourceGroup}/providers/Microsoft.Logic/workflows/${workflow}`,
      trigger,
      expect: role === 'active' ? 'enabled' : 'disabled',
      oldestMs: (oldestSeconds ?? Math.max(3 * everySeconds, oldestSecondsMin)) * 1_000,
      last: 10,
      windowMs: 3_600_000,
      failedShare,
    },
  };
}

/** Whom a tag picks, only Azure knows. */
export function mayMove({ workflow }: Poll, { workflows, prefix }: WorkflowNames): boolean {
  const name = workflow.toLowerCase();
  if (prefix !== undefined) return name.startsWith(prefix.toLowerCase());
  return workflows === undefined || workflows.some((one) => one.toLowerCase() === name);
}

export function pickupOf(service: Polled) {
  const polled = (service.polls ?? []).map(({ workflow }) => workflow);
  return { onEnable: service.onEnable, except: otherwise(service), polls: polled };
}

/** Those that begin elsewhere than the others. */
function otherwise({ onEnable: usual, polls: all = [] }: Polled): readonly string[] {
  return all.flatMap(({ workflow, onEnable: own = usual }) => (own === usual ? [] : [workflow]));
}

/** Whose triggers are renewed, of all that move; undefined where none is. */
export function renewedOf<Moved extends WorkflowNames & { readonly resourceGroup: string }>(
  service: Polled,
  moved: Moved,
) {
  const others = otherwise(service);
  if (service.onEnable !== 'fromNow') {
    const { resourceGroup } = moved;
    return others.length === 0 ? undefined : { resourceGroup, workflows: others, except: [] };
  }
  const workflows = moved.workflows?.filter((name) => !others.includes(name));
  if (workflows === undefined) return { ...moved, except: others };
  return workflows.length === 0 ? undefined : { ...moved, workflows, except: [] };
}
