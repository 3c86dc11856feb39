/** A standby that is kept small while it waits, and is given its full size before it serves. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import type { StepSpec } from '../core/plan.ts';
import { scalableId, shortName } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const size = z
  .int()
  .min(1)
  .max(100)
  .describe('Units of API Management, messaging units of a namespace, workers of a plan.');
const resource = scalableId.describe('The ARM id of what is scaled.');

const home = z
  .strictObject({ resource, serving: size.describe('How large it is at least while it serves.') })
  .superRefine(inPossibleSizes);

const standby = z
  .strictObject({
    resource,
    serving: size.describe('How large it is made before it serves.'),
    standby: size.describe(
      'How large it is while the primary serves, and made again on the way home.',
    ),
  })
  .refine((s) => s.standby <= s.serving, {
    path: ['standby'],
    error: 'is more than what serves -> Write the smaller size here.',
  })
  .superRefine(inPossibleSizes);

const settings = z.strictObject({
  primary: z.array(home).min(1).superRefine(onceEach),
  secondary: z.array(standby).min(1).superRefine(onceEach),
});

type Settings = z.infer<typeof settings>;

const group = (side: 'we' | 'ne') =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-orders-${side}`;

export const slimStandby: ServiceKind<Settings> = {
  settings,
  example: {
    primary: [
      { resource: `${group('we')}/providers/Microsoft.Web/serverfarms/contoso-we`, serving: 4 },
    ],
    secondary: [
      {
        resource: `${group('ne')}/providers/Microsoft.Web/serverfarms/contoso-ne`,
        serving: 4,
        standby: 1,
      },
    ],
  },

  describe: ({ secondary }) =>
    `Slim standby (${secondary.map((s) => `${shortName(s.resource)} ${s.standby} to ${s.serving}`).join(', ')})`,

  probes: (s, at) => [
    {
      name: 'provisioned',
      kind: 'provisioned',
      settings: { resources: s[at].map((one) => one.resource) },
    },
  ],

  // A size says nothing about who serves: where it is known from is the last proven move.
  pointers: () => [],

  steps: (s, { move, mode, from }) => {
    const homeward = move === 'failback' && mode === 'planned' && from === 'secondary';
    if (move !== 'failover' && !homeward) return [];
    // Made small again last of all: when the other side has everything.
    return [...grown(s, other(from)), ...(homeward ? shrunk(s) : [])];
  },

  checks: (s) => [
    ...sides.map((side) => ({
      name: `sizes-${side}`,
      kind: 'sizes',
      settings: {
        resources: s[side].map((one) => {
          const atLeast = 'standby' in one ? one.standby : one.serving;
          return { resource: one.resource, atLeast };
        }),
      },
    })),
    outsidePrimary(s.secondary.map((one) => one.resource)),
  ],
};

function grown(s: Settings, at: Side): readonly StepSpec[] {
  return s[at].map(({ resource: id, serving: to }) => ({
    name: `grow-${at}-${shortName(id)}`,
    kind: 'scale',
    phase: 'prepare',
    settings: { resource: id, to, direction: 'up' },
  }));
}

function shrunk({ secondary }: Settings): readonly StepSpec[] {
  return secondary.map(({ resource: id, standby: to }) => ({
    name: `shrink-secondary-${shortName(id)}`,
    kind: 'scale',
    phase: 'restore',
    settings: { resource: id, to, direction: 'down' },
  }));
}

/** A namespace is as large as a power of two, as `SBSku` has it: by partitions, up to 64. */
function inPossibleSizes(one: object, ctx: z.RefinementCtx): void {
  const { resource: id, ...told } = Object(one);
  if (!/\/namespaces\//i.test(String(id))) return;
  for (const [key, units] of Object.entries(told)) {
    if ([1, 2, 4, 8, 16, 32, 64].includes(Number(units))) continue;
    const message = 'is no size of a namespace -> Write 1, 2, 4, 8, 16, 32 or 64.';
    ctx.addIssue({ code: 'custom', path: [key], message });
  }
}

/** Steps are named by the last part of the id. */
function onceEach(all: readonly { readonly resource: string }[], ctx: z.RefinementCtx): void {
  all.forEach(({ resource: id }, at) => {
    const before = all.slice(0, at);
    if (!before.some((one) => sameName(one.resource, id))) return;
    const message =
      'has the name of one before it -> Name each once, the other in a service of its own.';
    ctx.addIssue({ code: 'custom', path: [at, 'resource'], message });
  });
}

function sameName(one: string, two: string): boolean {
  return shortName(one).toLowerCase() === shortName(two).toLowerCase();
}
