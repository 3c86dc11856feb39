/** Logic Apps (Consumption): workflows that run on the active side and rest on the other. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import type { StepSpec } from '../core/plan.ts';
import { resourceGroup, secretRef, shortName, workflowName } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const side = z
  .strictObject({
    resourceGroup: resourceGroup.describe('The ARM id of the resource group they live in.'),
    workflows: z
      .array(workflowName)
      .min(1)
      .refine((names) => new Set(names).size === names.length, {
        error: 'names a workflow twice -> Name each once.',
      })
      .optional()
      .describe('Which workflows move, by name.'),
    tag: z
      .strictObject({ name: z.string().min(1), value: z.string() })
      .optional()
      .describe('Which workflows move: all of the group that carry this tag.'),
    health: secretRef.describe('The callback URL of the health workflow. Its sig is a secret.'),
    healthName: workflowName
      .default('health')
      .describe('The name of the health workflow: a Request trigger and a Response.'),
  })
  .refine((s) => (s.workflows === undefined) !== (s.tag === undefined), {
    error: 'must say which workflows move, in one way -> Give either workflows or tag.',
  });

const settings = z
  .strictObject({
    primary: side,
    secondary: side,
    singleton: z
      .boolean()
      .describe('Must never run on both sides at once, as pollers that keep their own position.'),
  })
  .refine(
    (s) => s.primary.resourceGroup.toLowerCase() !== s.secondary.resourceGroup.toLowerCase(),
    {
      path: ['secondary', 'resourceGroup'],
      error: 'is the same group on both sides -> Name the group of the other region.',
    },
  );

type Settings = z.infer<typeof settings>;

const subscription = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';

export const logicApps: ServiceKind<Settings> = {
  settings,
  example: {
    primary: {
      resourceGroup: `${subscription}/resourceGroups/contoso-edi-we`,
      workflows: ['edi-receive-orders', 'edi-receive-invoices', 'edi-health'],
      health: 'env:EDI_HEALTH_WE',
      healthName: 'edi-health',
    },
    secondary: {
      resourceGroup: `${subscription}/resourceGroups/contoso-edi-ne`,
      tag: { name: 'farwatch', value: 'edi' },
      health: 'env:EDI_HEALTH_NE',
      healthName: 'edi-health',
    },
    singleton: true,
  },

  describe: (s) =>
    `Logic Apps ${shortName(s.primary.resourceGroup)} / ${shortName(s.secondary.resourceGroup)}`,

  probes: (s, at, role) => [
    {
      name: 'health',
      kind: 'logic-app',
      settings: {
        name: s[at].healthName,
        url: s[at].health,
        expect: role === 'active' ? 'enabled' : 'disabled',
      },
    },
  ],

  // Nothing public leads to pollers: where they run is known from the last proven move.
  pointers: () => [],

  steps: (s, { move, mode, from }) => {
    // Home is the primary, and both sides are up on the way there: what was begun is ended first.
    const home = move === 'failback' && mode === 'planned' && from === 'secondary';
    if (move !== 'failover' && !home) return [];
    const to = other(from);
    const fence = `disable-${from}`;
    return [
      {
        name: fence,
        kind: 'logic-app-state',
        phase: 'fence',
        settings: { ...moved(s[from]), state: 'Disabled' },
      },
      ...(home ? [drained(s, from)] : []),
      {
        name: `enable-${to}`,
        kind: 'logic-app-state',
        phase: 'receivers',
        settings: { ...moved(s[to]), state: 'Enabled' },
        ...(s.singleton && { guardedBy: [fence] }),
      },
    ];
  },

  checks: (s) => [
    {
      name: 'twins',
      kind: 'workflow-twins',
      settings: {
        primary: moved(s.primary),
        secondary: moved(s.secondary),
        singleton: s.singleton,
      },
    },
    outsidePrimary([s.secondary.resourceGroup]),
  ],
};

function drained(s: Settings, from: Side): StepSpec {
  const settings = moved(s[from]);
  return { name: `drain-${from}`, kind: 'runs-drained', phase: 'drain', settings };
}

/** Which workflows of a side are switched. */
function moved({ resourceGroup: group, workflows, tag }: Settings['primary']) {
  return { resourceGroup: group, ...(workflows && { workflows }), ...(tag && { tag }) };
}
