/** Whether a singleton is truly fenced, or only as well as possible: by what, where that lies, and what it says. */

import * as z from 'zod';
import { busRights, busRuleIdPattern } from '../core/bus-rules.ts';
import type { CheckFinding, CheckGround, CheckKind, Right } from '../core/kinds.ts';
import { configurationStoreId } from './arm-id.ts';
import { keyFence, rightsOnKey } from './fence-key.ts';
import { rightsOnRules, rulesFence } from './fence-rules.ts';
import { switchShape, switchValue } from './switch-value.ts';

const rule = z
  .string()
  .regex(new RegExp(`^${busRuleIdPattern}$`, 'i'), 'must be the ARM id of an authorization rule');
const rights = z.array(z.enum(busRights)).min(1);

const settings = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('nothing') }),
  z.strictObject({
    by: z.literal('app-configuration'),
    store: configurationStoreId,
    /** The key, as ARM has it. */
    resource: z.string().regex(/\/keyValues\/[^/?]+$/, 'must be the ARM id of a key'),
    apiVersion: z.string().min(1),
    primary: z.string().min(1),
    secondary: z.string().min(1),
  }),
  z.strictObject({
    by: z.literal('service-bus-rule'),
    primary: rule,
    secondary: rule,
    /** What the rule of the side that runs may do, and that of the one that rests. */
    serving: rights,
    resting: rights,
  }),
  z.strictObject({ by: z.literal('webhook'), ...switchShape }),
]);

type Settings = z.infer<typeof settings>;
export type FenceBy<K extends Settings['by']> = Extract<Settings, { by: K }>;

const store =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-fences/providers/Microsoft.AppConfiguration/configurationStores/orders-fences';

export const fence: CheckKind<Settings> = {
  settings,
  example: {
    by: 'app-configuration',
    store,
    resource: `${store}/keyValues/orders~3Aserves`,
    apiVersion: '2024-05-01',
    primary: 'westeurope',
    secondary: 'northeurope',
  },
  describe: ({ by }) => (by === 'nothing' ? 'fence of a singleton' : `fence by ${by}`),
  rights: rightsFor,

  async check(ground, s, signal) {
    switch (s.by) {
      case 'nothing':
        return asWellAsPossible;
      case 'app-configuration':
        return keyFence(ground, s, signal);
      case 'service-bus-rule':
        return rulesFence(ground, s, signal);
      case 'webhook':
        return switchFence(ground, s, signal);
    }
  },
};

/**
 * True of many estates for good, and so neither a warning nor a note: what always warns is not read. That
 * the plan stands on this fence alone its card says in any case, beside the step that may be owed.
 */
const asWellAsPossible: CheckFinding = {
  is: 'fine',
  why: 'fenced only as well as possible: should its region wake by itself, it may run on both sides until it is disabled',
};

function rightsFor(s: Settings): readonly Right[] {
  if (s.by === 'app-configuration') return rightsOnKey(s);
  return s.by === 'service-bus-rule' ? rightsOnRules(s) : [];
}

/** Where it lies nobody can be asked, and what it keeps off neither. */
async function switchFence(
  ground: CheckGround,
  { by: _, ...s }: FenceBy<'webhook'>,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const found = await switchValue.check(ground, s, signal);
  if (found.is !== 'fine') return found;
  const why = `truly fenced, as long as ${new URL(s.url).host} keeps the other side off: ${found.why}`;
  return { is: 'fine', why };
}
