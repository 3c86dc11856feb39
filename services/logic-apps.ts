/** Logic Apps (Consumption): workflows that run on the active side and rest on the other. */

import * as z from 'zod';
import type { CheckSpec, ServiceKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import type { StepSpec } from '../core/plan.ts';
import { disabled, either, enabled, exclusive, type Turner } from './either-side.ts';
import { fencedBy, isForSingleton, singletonsOnly } from './fenced-by.ts';
import { resourceGroup, secretRef, shortName, workflowName } from './fields.ts';
import { outsidePrimary } from './locations.ts';
import { mayMove, onEnable, pickupOf, polls, renewedOf, runsOf } from './logic-apps-polls.ts';
import { fenceCheck, guardsIn, idsOf, strongerSteps } from './stronger.ts';

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
    prefix: workflowName
      .optional()
      .describe('Which workflows move: all of the group whose names begin so, e.g. `edi-`.'),
    health: secretRef.describe('The callback URL of the health workflow. Its sig is a secret.'),
    healthName: workflowName
      .default('health')
      .describe('The name of the health workflow: a Request trigger and a Response.'),
  })
  .refine((s) => [s.workflows, s.tag, s.prefix].filter((way) => way !== undefined).length === 1, {
    error: 'must say which workflows move, in one way -> Give either workflows, tag or prefix.',
  });

const settings = z
  .strictObject({
    primary: side,
    secondary: side,
    singleton: z
      .boolean()
      .describe('Must never run on both sides at once, as pollers that keep their own position.'),
    fencedBy: fencedBy
      .optional()
      .describe(
        'A stronger fence, for a region whose pollers wake before they can be disabled. Absent, a singleton is fenced only as well as possible.',
      ),
    onEnable: onEnable
      .optional()
      .describe(
        'Where a singleton begins on the side that is enabled. `resume`: with all that came since it last looked there, for sources whose items are taken away. `fromNow`: with what comes next, for sources whose items stay; its triggers are renewed first.',
      ),
    polls: polls
      .optional()
      .describe('Workflows whose runs are looked at through ARM: they look by themselves.'),
  })
  .refine(
    (s) => s.primary.resourceGroup.toLowerCase() !== s.secondary.resourceGroup.toLowerCase(),
    {
      path: ['secondary', 'resourceGroup'],
      error: 'is the same group on both sides -> Name the group of the other region.',
    },
  )
  .refine(isForSingleton, singletonsOnly)
  .refine((s) => !s.singleton || s.onEnable !== undefined, {
    path: ['onEnable'],
    error:
      'is not said, and a singleton keeps its own position -> Give resume if what was fetched is taken away from its source, fromNow if it stays there.',
  })
  .refine(
    (s) => s.singleton || ![s, ...(s.polls ?? [])].some(({ onEnable }) => onEnable !== undefined),
    {
      path: ['onEnable'],
      error: 'is for singletons, which keep a position -> Leave it out, or set singleton: true.',
    },
  )
  .refine((s) => sides.every((at) => (s.polls ?? []).every((poll) => mayMove(poll, s[at]))), {
    path: ['polls'],
    error: 'names a workflow that does not move -> Name only such as workflows or prefix choose.',
  });

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
    fencedBy: {
      kind: 'app-configuration',
      store: `${subscription}/resourceGroups/contoso-fences/providers/Microsoft.AppConfiguration/configurationStores/contoso-fences`,
      key: 'edi:serves',
      primary: 'westeurope',
      secondary: 'northeurope',
      apiVersion: '2024-05-01',
    },
    onEnable: 'resume',
    polls: [
      {
        workflow: 'edi-receive-orders',
        trigger: 'When_files_are_added_or_modified',
        everySeconds: 60,
        failedShare: 1,
      },
    ],
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
    ...(s.polls ?? []).map((poll) => runsOf(poll, s[at].resourceGroup, role)),
  ],

  // Nothing public leads to pollers: where they run is known from the last proven move.
  pointers: () => [],

  exclusive,

  steps: (s, how) => {
    const by = turner(s);
    if (how.posture !== undefined) return either(by, how);
    const { move, mode, from } = how;
    // Home is the primary, and both sides are up on the way there: what was begun is ended first.
    const home = move === 'failback' && mode === 'planned' && from === 'secondary';
    if (move !== 'failover' && !home) return [];
    const to = other(from);
    const fence = disabled(by, from, 'fence');
    const renewal = renewed(s, to);
    const stronger = strongerSteps(s.fencedBy, to, { isHome: home });
    return [
      fence,
      ...(home ? [drained(s, from)] : []),
      ...stronger,
      ...renewal,
      {
        ...enabled(by, to),
        ...(s.singleton && {
          guardedBy: [fence.name, ...guardsIn(stronger), ...renewal.map(({ name }) => name)],
        }),
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
    ...(s.singleton ? [fenceCheck(s.fencedBy)] : []),
    ...sides.flatMap((from) => pickedUp(s, from)),
    outsidePrimary([s.secondary.resourceGroup, ...idsOf(s.fencedBy)]),
  ],
};

/** Before it is enabled, and proven: else it would go through all that the other side has fetched. */
function renewed(s: Settings, to: Side): readonly StepSpec[] {
  const settings = renewedOf(s, moved(s[to]));
  return settings === undefined
    ? []
    : [{ name: `renew-${to}`, kind: 'workflow-trigger-renewed', phase: 'prepare', settings }];
}

function pickedUp(s: Settings, from: Side): readonly CheckSpec[] {
  if (s.onEnable === undefined) return [];
  const settings = { ...moved(s[other(from)]), twins: s[from].resourceGroup, ...pickupOf(s) };
  return [{ name: `picked-up-in-${other(from)}`, kind: 'workflow-pickup', from, settings }];
}

function turner(s: Settings): Turner {
  return { kind: 'logic-app-state', chosen: (at) => moved(s[at]) };
}

function drained(s: Settings, from: Side): StepSpec {
  const settings = moved(s[from]);
  return { name: `drain-${from}`, kind: 'runs-drained', phase: 'drain', settings };
}

/** Which workflows of a side are switched. */
function moved({ resourceGroup: group, workflows, tag, prefix }: Settings['primary']) {
  return {
    resourceGroup: group,
    ...(workflows && { workflows }),
    ...(tag && { tag }),
    ...(prefix !== undefined && { prefix }),
  };
}
