/** When the workflows that copy numbers and MICs last did: all that can be told of what they copied. */

import * as z from 'zod';
import {
  type Copying,
  copiedUntil,
  copyingOf,
  copyingRights,
  failuresSince,
  freshnessOf,
} from '../core/copying.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import { took } from '../core/telling/words.ts';
import { workflowId } from './accounts.ts';
import { groupId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  resourceGroup: groupId,
  workflows: z.array(z.string().regex(/^[^/?#]+$/)).min(1),
});

/** They look every minute, as Microsoft's template has it: what is not copied for so long is no delay. */
const staleMs = 15 * 60_000;

export const replicationRuns: CheckKind<z.infer<typeof settings>> = {
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi-ne',
    workflows: ['replicate-x12', 'replicate-as2'],
  },
  describe: ({ workflows, resourceGroup }) =>
    `${workflows.length} workflows of ${nameOf(resourceGroup)} that copy numbers and MICs`,
  rights: (s) =>
    s.workflows.flatMap((name) =>
      copyingRights.map((action) => {
        return { action, scope: workflowId(s.resourceGroup, name), plane: 'control' as const };
      }),
    ),

  async check({ net: { azure }, at }, s, signal) {
    const told = await Promise.all(
      s.workflows.map((name) => copyingOf(azure, workflowId(s.resourceGroup, name), signal)),
    );
    const fresh = told.map((copying) => freshnessOf(copying, at)).join(', ');
    const found = told.flatMap((copying) => findingOf(copying, at));
    const worst = worstOf(found, `last copied: ${fresh}`);
    if (worst.is !== 'fine') return worst;
    // Nobody outside the connector can tell which MICs there are.
    const note = `how fresh copied numbers and MICs are is known by looks and runs alone: ${fresh}`;
    return { ...worst, note };
  },
};

/** One that is disabled rests, as it should while the other side serves: posture tells when it should not. */
function findingOf(copying: Copying, at: Instant): readonly CheckFinding[] {
  const { name, state } = copying;
  if (state !== 'Enabled') return [];
  const next =
    'Look at its trigger and its runs: what they do not copy, the other side does not know after a move.';
  const until = copiedUntil(copying);
  const failures = failuresSince(copying, until);
  const times = failures === 1 ? 'once' : `${failures} times`;
  const since = failures === 0 ? '' : `, and failed ${times} since`;
  if (until === undefined)
    return [{ is: 'warns', why: `${name} is not known to copy${since}`, next }];
  if (failures === 0 && at - until <= staleMs) return [];
  return [{ is: 'warns', why: `${name} last copied ${took(at - until)} ago${since}`, next }];
}
