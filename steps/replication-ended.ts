/** Has workflows that copy between integration accounts copy what is left, and disables them then. */

import * as z from 'zod';
import type { AzureReader, Workflow } from '../core/azure.ts';
import { type Copying, copiedUntil, copyingOf, copyingRights } from '../core/copying.ts';
import type { StepKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import type { Standing } from '../core/plan.ts';
import { nameOf, resourceGroupId } from './arm-id.ts';
import { logicAppState } from './logic-app-state.ts';
import { type Patiently, patienceWith } from './patience.ts';
import { choiceShape, choose, lackOf, several, subjectOf, targetsOf } from './workflow-choice.ts';

const settings = z.strictObject({
  resourceGroup: resourceGroupId,
  workflows: choiceShape.workflows.unwrap(),
  concurrency: choiceShape.concurrency,
});

type Settings = z.infer<typeof settings>;

/** Whatever came until then is to be copied. */
const target = z.strictObject({ since: z.number() });

/** Azure's clock and ours. */
const skewMs = 2_000;

/**
 * A look of their triggers that began after `since` has seen all that came before; when nothing is left
 * of it, and no run is open, all is copied. Whoever has been disabled by others has nothing more to do.
 */
export const replicationEnded: StepKind<Settings> = {
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi-we',
    workflows: ['replicate-x12-back', 'replicate-as2-back'],
    concurrency: 8,
  },
  permissions: [...copyingRights, 'Microsoft.Logic/workflows/disable/action'],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  stepMsMax: 900_000,
  settleMs: 10_000,
  describe: (s) => `Have ${subjectOf(s)} copy what is left, then disable them`,
  targets: targetsOf,
  reads: (s) => [s.resourceGroup.toLowerCase()],

  async fix(_azure, _settings, at) {
    const since = at + skewMs;
    return { value: { since }, says: `all that came until ${new Date(at).toISOString()}` };
  },

  async inspect(azure, s, signal, fixed) {
    const patiently = patienceWith(azure, signal);
    const chosen = await choose(azure, s, patiently, signal);
    const lack = lackOf(chosen, s);
    if (lack !== undefined) return { is: 'stuck', why: lack };
    const { found } = chosen;
    const since = fixed === undefined ? undefined : (target.parse(fixed).since as Instant);
    const ask = { azure, patiently, signal };
    const told = await Promise.all(found.map((one) => restOf(one, since, ask)));
    const left = told.flatMap((why) => why ?? []);
    if (left.length > 0) return movingFor(left, found.length);
    const done = found.filter(({ state }) => state === 'Disabled').length;
    const of = found.length;
    return done === of ? { is: 'done' } : { is: 'todo', progress: { done, of } };
  },

  apply: (azure, s, signal) => logicAppState.apply(azure, { ...s, state: 'Disabled' }, signal),
};

function movingFor(left: readonly string[], of: number): Standing {
  const progress = { done: of - left.length, of };
  return { is: 'moving', progress, why: `not copied yet: ${several(left)}` };
}

interface Ask {
  readonly azure: AzureReader;
  readonly patiently: Patiently;
  readonly signal: AbortSignal;
}

/** Why it must not be disabled yet, or its runs may still write; absent when all is copied. */
async function restOf(
  { id, state }: Workflow,
  since: Instant | undefined,
  { azure, patiently, signal }: Ask,
): Promise<string | undefined> {
  if (state !== 'Enabled') {
    const open = await patiently(() => azure.openRuns(id, 1, signal));
    return open.length === 0 ? undefined : `${nameOf(id)} (a run is not over)`;
  }
  // Before the move there is nothing to wait for: all that is asked is whether it could be read.
  const copying = await patiently(() => copyingOf(azure, id, signal));
  return since === undefined ? undefined : restIn(copying, since);
}

function restIn(copying: Copying, since: Instant): string | undefined {
  const until = copiedUntil(copying);
  if (until !== undefined && until >= since) return undefined;
  const [run] = copying.runs;
  if (copying.looks.length === 0) return `${copying.name} (no trigger of it looks by itself)`;
  const latest = run === undefined ? '' : `, its latest run is ${run.status}`;
  return `${copying.name} (has not looked since, or not well${latest})`;
}
