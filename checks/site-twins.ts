/** Whether the workflows of two Logic Apps (Standard) exist, are well, and are the same by name. */

import * as z from 'zod';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import { named, type SiteWorkflow, sitesVersion, siteWorkflows } from '../core/site-workflows.ts';
import { counted } from '../core/telling/words.ts';
import { nameOf, siteId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const side = z.strictObject({ site: siteId, workflows: z.array(z.string().min(1)).min(1) });

const settings = z.strictObject({
  primary: side,
  secondary: side,
  /** Must never run on both sides at once. */
  singleton: z.boolean(),
  apiVersion: z.string().min(1).default(sitesVersion),
});

type Settings = z.infer<typeof settings>;

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

export const siteTwins: CheckKind<Settings> = {
  settings,
  example: {
    primary: {
      site: `${group}/orders-we/providers/Microsoft.Web/sites/orders-we`,
      workflows: ['receive-orders'],
    },
    secondary: {
      site: `${group}/orders-ne/providers/Microsoft.Web/sites/orders-ne`,
      workflows: ['receive-orders'],
    },
    singleton: true,
    apiVersion: sitesVersion,
  },
  describe: (s) => `workflows of ${nameOf(s.primary.site)} and ${nameOf(s.secondary.site)}`,
  rights: (s) =>
    sides.map((at) => ({
      action: 'Microsoft.Web/sites/workflows/read',
      scope: s[at].site,
      plane: 'control',
    })),

  async check({ net }, s, signal) {
    const { apiVersion } = s;
    const [primary = [], secondary = []] = await Promise.all(
      sides.map((at) => siteWorkflows(net.azure, { site: s[at].site, apiVersion }, signal)),
    );
    const there = { primary, secondary };
    const found = sides.flatMap((at) => [
      ...missing(there, at, s),
      ...alone(at, s),
      ...ill(there, at, s),
    ]);
    return worstOf(
      [...found, ...(s.singleton ? onBoth(there, s) : [])],
      `${counted(s.primary.workflows.length, 'workflow')} on each side, the same by name`,
    );
  },
};

type There = Readonly<Record<Side, readonly SiteWorkflow[]>>;

/** A step that cannot find its workflows is stuck: the move would stop there. */
function missing(there: There, at: Side, s: Settings): readonly CheckFinding[] {
  const gone = named(there[at], s[at].workflows).missing;
  if (gone.length === 0) return [];
  const why = `${nameOf(s[at].site)} has no workflow ${gone.join(', ')}`;
  const next = 'Deploy it there, disabled, or take it out of the watch file.';
  return [{ is: 'fails', why, next }];
}

/** What moves on one side only would not run after a move; that may be meant, and is told. */
function alone(at: Side, s: Settings): readonly CheckFinding[] {
  const twins = new Set(s[other(at)].workflows.map((name) => name.toLowerCase()));
  const without = s[at].workflows.filter((name) => !twins.has(name.toLowerCase()));
  if (without.length === 0) return [];
  const why = `${without.join(', ')} of ${nameOf(s[at].site)} has no twin in ${nameOf(s[other(at)].site)}`;
  return [{ is: 'warns', why, next: 'Give it a twin of the same name, or leave it out.' }];
}

function ill(there: There, at: Side, s: Settings): readonly CheckFinding[] {
  return named(there[at], s[at].workflows).found.flatMap((one): readonly CheckFinding[] => {
    if (one.ill === undefined) return [];
    const why = `${one.name} of ${nameOf(s[at].site)} ${one.ill}`;
    return [{ is: 'warns', why, next: 'See its errors in the portal, and mend what it needs.' }];
  });
}

function onBoth(there: There, s: Settings): readonly CheckFinding[] {
  const enabled = (at: Side) =>
    named(there[at], s[at].workflows)
      .found.filter(({ state }) => state === 'Enabled')
      .map(({ name }) => name.toLowerCase());
  const elsewhere = new Set(enabled('secondary'));
  const twice = enabled('primary').filter((name) => elsewhere.has(name));
  if (twice.length === 0) return [];
  const why = `${twice.join(', ')} is enabled on both sides, and must run on one`;
  return [{ is: 'warns', why, next: 'Disable it on the side that does not serve.' }];
}
