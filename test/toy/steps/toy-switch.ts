/** Sets one workflow to run, or not to. */

import * as z from 'zod';
import type { StepKind } from '../../../core/kinds.ts';
import { idOf, nameOf } from '../../../steps/arm-id.ts';

const settings = z.strictObject({
  workflow: idOf(
    '/providers/Microsoft\\.Logic/workflows/[^/]+',
    'a workflow',
    '…/workflows/<name>',
  ),
  state: z.enum(['Enabled', 'Disabled']),
});

type Settings = z.infer<typeof settings>;

export const toySwitch: StepKind<Settings> = {
  settings,
  example: {
    workflow:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/toys-we/providers/Microsoft.Logic/workflows/toy',
    state: 'Disabled',
  },
  // These have their sentence in deploy/worst.ts, and workflows their api-version in deploy/scope.ts.
  permissions: [
    'Microsoft.Logic/workflows/read',
    'Microsoft.Logic/workflows/enable/action',
    'Microsoft.Logic/workflows/disable/action',
  ],
  requires: ['entra', 'arm'],
  owable: true,
  irreversible: false,
  stepMsMax: 60_000,
  settleMs: 5_000,
  describe: ({ workflow, state }) =>
    `${state === 'Enabled' ? 'Start' : 'Stop'} the toy ${nameOf(workflow)}`,
  targets: ({ workflow }) => [workflow.toLowerCase()],

  async inspect(azure, { workflow, state }, signal) {
    const said = await azure.workflow(workflow, signal);
    return { is: said.state === state ? 'done' : 'todo' };
  },

  async apply(azure, s, signal) {
    const { is } = await toySwitch.inspect(azure, s, signal);
    if (is === 'todo') await azure.setWorkflow(s.workflow, s.state, signal);
  },
};
