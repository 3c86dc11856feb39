/** Asks ARM whether workflows of Logic Apps Standard are in the state their side should be in, and well. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { Finding } from '../core/observation.ts';
import { named, type SiteWorkflow, sitesVersion, siteWorkflows } from '../core/site-workflows.ts';

const settings = z.strictObject({
  site: z
    .string()
    .regex(/^\/subscriptions\/[^?]+\/sites\/[^/?]+$/i, 'must be the ARM id of a site'),
  workflows: z.array(z.string().min(1)).min(1),
  /** Of the active side `Enabled`, of the other `Disabled`. */
  state: z.enum(['Enabled', 'Disabled']),
  apiVersion: z.string().min(1).default(sitesVersion),
});

type Settings = z.infer<typeof settings>;

export const workflowHealth: ProbeKind<Settings> = {
  settings,
  example: {
    site: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.Web/sites/orders-we',
    workflows: ['receive-orders'],
    state: 'Enabled',
    apiVersion: sitesVersion,
  },
  indirect: true,
  describe: ({ site, state }) => `workflows of ${siteName(site)}, ${state.toLowerCase()}`,
  rights: ({ site }) => [
    { action: 'Microsoft.Web/sites/workflows/read', scope: site, plane: 'control' },
  ],

  async ask(net, s, signal) {
    const { found, missing } = named(await siteWorkflows(net.azure, s, signal), s.workflows);
    const why = [
      ...missing.map((name) => `${name} is not there`),
      ...found.flatMap((one) => troubleOf(one, s)),
    ];
    return { finding: findingOf(why, s), phases: {} };
  },
};

/** Never down: what somebody deployed or switched off is no outage, and the callback tells of those. */
function findingOf(why: readonly string[], { site }: Settings): Finding {
  if (why.length === 0) return { is: 'up' };
  return { is: 'unsure', why: `in ${siteName(site)} ${why.join(', ')}`, whose: 'ours' };
}

/**
 * One that runs where it should rest does not keep a move from landing there, so it is no trouble here;
 * that a singleton runs twice, the check of its twins warns.
 */
function troubleOf({ name, state, ill }: SiteWorkflow, s: Settings): readonly string[] {
  if (s.state === 'Enabled' && state !== 'Enabled') return [`${name} is ${state}`];
  return ill === undefined ? [] : [`${name} ${ill}`];
}

function siteName(site: string): string {
  return site.slice(site.lastIndexOf('/') + 1);
}
