/** Logic Apps (Standard): workflows of one app that run on the active side and rest on the other. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import type { StepSpec } from '../core/plan.ts';
import { sitesVersion } from '../core/site-workflows.ts';
import { disabled, either, enabled, exclusive, type Turner } from './either-side.ts';
import { fencedBy, isForSingleton, singletonsOnly } from './fenced-by.ts';
import { secretRef, shortName, siteId, siteWorkflowName } from './fields.ts';
import { outsidePrimary } from './locations.ts';
import { fenceCheck, guardsIn, idsOf, strongerSteps } from './stronger.ts';

const side = z
  .strictObject({
    site: siteId.describe('The ARM id of the Logic App (Standard).'),
    workflows: z
      .array(siteWorkflowName)
      .min(1)
      .refine((names) => distinct(names), {
        error: 'names a workflow twice -> Name each once.',
      })
      .describe('Which workflows of it move, by name.'),
    health: secretRef.describe('The callback URL of the health workflow. Its sig is a secret.'),
    healthName: siteWorkflowName
      .default('health')
      .describe('The name of the health workflow: a Request trigger and a Response.'),
  })
  .refine(({ workflows, healthName }) => distinct([...workflows, healthName]), {
    path: ['workflows'],
    error: 'names the health workflow, which answers on both sides -> Leave it out.',
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
    apiVersion: z
      .string()
      .min(1)
      .default(sitesVersion)
      .describe('With which Microsoft.Web is asked about the two apps.'),
  })
  .refine((s) => s.primary.site.toLowerCase() !== s.secondary.site.toLowerCase(), {
    path: ['secondary', 'site'],
    error: 'is the same app on both sides -> Name the app of the other region.',
  })
  .refine(isForSingleton, singletonsOnly);

type Settings = z.infer<typeof settings>;

const subscription = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';

export const logicAppsStandard: ServiceKind<Settings> = {
  settings,
  example: {
    primary: {
      site: `${subscription}/resourceGroups/contoso-flows-we/providers/Microsoft.Web/sites/contoso-flows-we`,
      workflows: ['receive-orders', 'receive-invoices'],
      health: 'env:FLOWS_HEALTH_WE',
      healthName: 'health',
    },
    secondary: {
      site: `${subscription}/resourceGroups/contoso-flows-ne/providers/Microsoft.Web/sites/contoso-flows-ne`,
      workflows: ['receive-orders', 'receive-invoices'],
      health: 'env:FLOWS_HEALTH_NE',
      healthName: 'health',
    },
    singleton: true,
    apiVersion: sitesVersion,
  },

  describe: (s) =>
    `Logic Apps Standard ${shortName(s.primary.site)} / ${shortName(s.secondary.site)}`,

  probes: (s, at, role) => [
    {
      name: 'health',
      kind: 'logic-app',
      // It is not among those that move: a side that rests is known to be alive by it.
      settings: { name: s[at].healthName, url: s[at].health, expect: 'enabled' },
    },
    {
      name: 'workflows',
      kind: 'workflow-health',
      settings: { ...moved(s, at), state: role === 'active' ? 'Enabled' : 'Disabled' },
    },
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
    const stronger = strongerSteps(s.fencedBy, to, { isHome: home });
    return [
      fence,
      ...(home ? [drained(s, from)] : []),
      ...stronger,
      {
        ...enabled(by, to),
        ...(s.singleton && { guardedBy: [fence.name, ...guardsIn(stronger)] }),
      },
    ];
  },

  checks: (s) => [
    {
      name: 'twins',
      kind: 'site-twins',
      settings: {
        primary: { site: s.primary.site, workflows: s.primary.workflows },
        secondary: { site: s.secondary.site, workflows: s.secondary.workflows },
        singleton: s.singleton,
        apiVersion: s.apiVersion,
      },
    },
    ...(s.singleton ? [fenceCheck(s.fencedBy)] : []),
    outsidePrimary([s.secondary.site, ...idsOf(s.fencedBy)]),
  ],
};

function turner(s: Settings): Turner {
  return { kind: 'workflow-flow-state', chosen: (at) => moved(s, at) };
}

function drained(s: Settings, from: Side): StepSpec {
  const settings = moved(s, from);
  return { name: `drain-${from}`, kind: 'standard-runs-drained', phase: 'drain', settings };
}

/** Which workflows of a side are switched. */
function moved(s: Settings, at: Side) {
  const { site, workflows } = s[at];
  return { site, workflows, apiVersion: s.apiVersion };
}

/** Azure tells names apart by more than their case. */
function distinct(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.toLowerCase())).size === names.length;
}
