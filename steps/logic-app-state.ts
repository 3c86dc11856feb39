/** Enables or disables a set of Consumption workflows: a fence on one side, receivers on the other. */

import * as z from 'zod';
import type { Workflow } from '../core/azure.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { wordsOf } from '../core/trouble.ts';
import { nameOf } from './arm-id.ts';
import { patienceWith } from './patience.ts';
import { sideBySide } from './side-by-side.ts';
import {
  type Chosen,
  choiceShape,
  choose,
  lackOf,
  oneWay,
  several,
  subjectOf,
  targetsOf,
} from './workflow-choice.ts';

const settings = z
  .strictObject({ ...choiceShape, state: z.enum(['Enabled', 'Disabled']) })
  .refine(...oneWay);

type Settings = z.infer<typeof settings>;

export const logicAppState: StepKind<Settings> = {
  settings,
  example: {
    resourceGroup: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we',
    workflows: ['receive-orders', 'receive-invoices'],
    state: 'Disabled',
    concurrency: 8,
  },
  permissions: [
    'Microsoft.Logic/workflows/read',
    'Microsoft.Logic/workflows/enable/action',
    'Microsoft.Logic/workflows/disable/action',
  ],
  requires: ['entra', 'arm'],
  owable: true,
  irreversible: false,
  stepMsMax: 600_000,
  // Seconds as a rule; three tries must outlast the slowest that anybody has seen.
  settleMs: 10_000,
  describe: (s) => `${s.state === 'Enabled' ? 'Enable' : 'Disable'} ${subjectOf(s)}`,
  targets: targetsOf,
  reads: (s) => [s.resourceGroup.toLowerCase()],

  async inspect(azure, s, signal) {
    return standingOf(await choose(azure, s, patienceWith(azure, signal), signal), s);
  },

  async apply(azure, s, signal) {
    const patiently = patienceWith(azure, signal);
    const { found } = await choose(azure, s, patiently, signal);
    const outstanding = found.filter((one) => one.state === opposite(s.state));
    const failures: Failure[] = [];
    let changed = 0;
    await sideBySide(outstanding, s.concurrency, async ({ id }) => {
      // One workflow's trouble is not another's; but when a whole hand's worth of them failed,
      // nobody is answering, and what is left of the claim is better spent on asking again.
      if (failures.length >= s.concurrency) return;
      try {
        await patiently(() => azure.setWorkflow(id, s.state, signal));
        changed += 1;
      } catch (error) {
        failures.push({ name: nameOf(id), error });
      }
    });
    if (failures.length > 0) throw sumOf(failures, changed, outstanding.length, s);
  },
};

function standingOf(chosen: Chosen, s: Settings): Standing {
  const lack = lackOf(chosen, s);
  if (lack !== undefined) return { is: 'stuck', why: lack };
  const { found } = chosen;
  const odd = found.filter(({ state }) => state !== 'Enabled' && state !== 'Disabled');
  if (odd.length > 0) return { is: 'stuck', why: several(odd.map(stateOf)) };
  const done = found.filter(({ state }) => state === s.state).length;
  const of = found.length;
  // Never `moving`: a workflow knows no state between, so one that is not there yet is ours to set.
  return done === of ? { is: 'done' } : { is: 'todo', progress: { done, of } };
}

interface Failure {
  readonly name: string;
  readonly error: unknown;
}

/** `no` only if nothing at all was changed: whatever was accepted before deserves an inspection. */
function sumOf(failures: readonly Failure[], changed: number, of: number, s: Settings): Refusal {
  const unsent = failures.every(({ error }) => error instanceof Refusal && error.sent === 'no');
  const verb = s.state === 'Enabled' ? 'enabled' : 'disabled';
  const why = several(failures.map(({ name, error }) => `${name}: ${wordsOf(error)}`));
  return new Refusal({
    message: `${changed} of ${of} workflows were ${verb}; ${why}`,
    sent: changed === 0 && unsent ? 'no' : 'maybe',
    cause: failures[0]?.error,
  });
}

function stateOf({ id, state }: Workflow): string {
  return `${nameOf(id)} is ${state}`;
}

function opposite(state: Settings['state']): Settings['state'] {
  return state === 'Enabled' ? 'Disabled' : 'Enabled';
}
