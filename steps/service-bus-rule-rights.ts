/** Says what may be done by a shared access rule of Service Bus: the receivers of a side that may not listen are refused. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import {
  busRights,
  busRightsIn,
  busRuleIdPattern,
  busRulesVersion,
  rightsOnRule,
  ruleName,
  sameRights,
} from '../core/bus-rules.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';

const rights = z
  .array(z.enum(busRights))
  .min(1)
  .refine((all) => new Set(all).size === all.length, { message: 'must name each right once' });

const settings = z
  .strictObject({
    rule: z
      .string()
      .regex(
        new RegExp(`^${busRuleIdPattern}$`, 'i'),
        'must be the ARM id of an authorization rule of a namespace, a queue or a topic',
      ),
    rights,
    /** What it may do until then: any other rights are somebody else's doing. */
    replaces: rights,
  })
  .refine((s) => !sameRights(s.rights, s.replaces), {
    path: ['replaces'],
    message: 'must not be the rights themselves',
  });

type Settings = z.infer<typeof settings>;

export const serviceBusRuleRights: StepKind<Settings> = {
  settings,
  example: {
    rule: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-inbox/providers/Microsoft.ServiceBus/namespaces/orders-inbox/queues/orders/authorizationRules/receivers-we',
    rights: ['Send'],
    replaces: ['Listen'],
  },
  permissions: ['', '/queues', '/topics'].flatMap((of) =>
    ['read', 'write'].map(
      (verb) => `Microsoft.ServiceBus/namespaces${of}/authorizationRules/${verb}`,
    ),
  ),
  rights: ({ rule }) => rightsOnRule(rule, ['read', 'write']),
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  danger:
    'may give a rule any right: whoever has a key of that rule and steals this one too could manage what it is part of',
  stepMsMax: 300_000,
  settleMs: 5_000,
  describe: (s) => `SAS rule ${ruleName(s.rule)} → ${s.rights.join(', ')}`,
  targets: ({ rule }) => [rule.toLowerCase()],

  inspect: (azure, s, signal) => standingOf(azure, s, signal),

  async apply(azure, s, signal) {
    const standing = await standingOf(azure, s, signal);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    await azure.put(s.rule, busRulesVersion, { properties: { rights: s.rights } }, signal);
  },
};

async function standingOf(azure: AzureReader, s: Settings, signal: AbortSignal): Promise<Standing> {
  const name = ruleName(s.rule);
  const stuck = (why: string): Standing => ({ is: 'stuck', why: `SAS rule ${name} ${why}` });
  try {
    const now = busRightsIn(await azure.resource(s.rule, busRulesVersion, signal));
    if (now === undefined) return stuck('tells no rights: look at it in the portal');
    if (sameRights(now, s.rights)) return { is: 'done' };
    if (sameRights(now, s.replaces)) return { is: 'todo' };
    return stuck(`was given ${now.join(', ') || 'no right'} by somebody: set it by hand and retry`);
  } catch (error) {
    // Azure says 404 for what is not there; every other refusal is not about its rights.
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return stuck('is not there: create it by hand');
  }
}
