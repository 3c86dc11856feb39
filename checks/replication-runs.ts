/** When the workflows that copy numbers and MICs last succeeded: all that can be told of what they copied. */

import * as z from 'zod';
import { type CheckFinding, type CheckKind, Refusal } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import { took } from '../core/telling/words.ts';
import { groupId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  resourceGroup: groupId,
  workflows: z.array(z.string().regex(/^[^/?#]+$/)).min(1),
});

type Settings = z.infer<typeof settings>;

/** Microsoft.Logic/workflows. */
const version = '2019-05-01';
/** One a minute, at the most: of older ones nothing would follow. */
const runsRead = 20;
/** Over, and not well; `Skipped` and `Ignored` had nothing to do. */
const unwell = /^(?:Failed|Faulted|TimedOut|Aborted|Cancelled)$/;

export const replicationRuns: CheckKind<Settings> = {
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi-ne',
    workflows: ['replicate-x12', 'replicate-as2'],
  },
  describe: (s) => `runs of ${s.workflows.length} workflows that copy numbers and MICs`,
  rights: (s) =>
    s.workflows.map((name) => ({
      action: 'Microsoft.Logic/workflows/runs/read',
      scope: idOf(name, s),
      plane: 'control' as const,
    })),

  async check({ net: { azure }, at }, s, signal) {
    const told = await Promise.all(
      s.workflows.map(async (name) => {
        const asked = `${idOf(name, s)}/runs?$top=${runsRead}`;
        return { name, runs: runsIn(await azure.resource(asked, version, signal)) };
      }),
    );
    const found = told.flatMap(({ name, runs }) => findingOf(name, runs, at));
    const fresh = told.map(({ name, runs }) => `${name} ${agoOf(runs, at)}`).join(', ');
    const worst = worstOf(found, `last succeeded: ${fresh}`);
    if (worst.is !== 'fine') return worst;
    // Nobody outside the connector can tell which MICs there are.
    const note = `how fresh copied numbers and MICs are is known by these runs alone: ${fresh}`;
    return { ...worst, note };
  },
};

interface Run {
  readonly status: string;
  readonly startedAt: number;
}

function idOf(name: string, { resourceGroup }: Settings): string {
  return `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`;
}

/** Newest first, as ARM lists them. */
function runsIn(told: unknown): readonly Run[] {
  const { value } = Object(told);
  if (!Array.isArray(value)) throw new Refusal({ message: 'ARM told no list of runs', sent: 'no' });
  return value
    .map((one: unknown): Run => {
      const { status, startTime } = Object(Object(one).properties);
      return { status: String(status), startedAt: Date.parse(String(startTime)) };
    })
    .filter(({ startedAt }) => Number.isFinite(startedAt))
    .toSorted((a, b) => b.startedAt - a.startedAt);
}

function succeededIn(runs: readonly Run[]): Run | undefined {
  return runs.find(({ status }) => status === 'Succeeded');
}

function agoOf(runs: readonly Run[], at: Instant): string {
  const last = succeededIn(runs);
  return last === undefined ? 'never as far as is known' : `${took(at - last.startedAt)} ago`;
}

function findingOf(name: string, runs: readonly Run[], at: Instant): readonly CheckFinding[] {
  const next =
    'Look at its runs: what they do not copy, the other side does not know after a move.';
  const last = succeededIn(runs);
  if (last === undefined) {
    const of =
      runs.length === 0 ? 'has no runs' : `succeeded in none of its last ${runs.length} runs`;
    return [{ is: 'warns', why: `${name} ${of}`, next }];
  }
  const since = runs.slice(0, runs.indexOf(last)).filter(({ status }) => unwell.test(status));
  if (since.length === 0) return [];
  const why = `${name} last succeeded ${took(at - last.startedAt)} ago, and failed ${since.length} times since`;
  return [{ is: 'warns', why, next }];
}
