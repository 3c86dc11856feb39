/** A host on each side, and a workflow that runs on one of them: all that a service has to say. */

import * as z from 'zod';
import type { ServiceKind } from '../../../core/kinds.ts';
import { other, sides } from '../../../core/names.ts';
import { host } from '../../../services/fields.ts';

const side = z.strictObject({
  host: host.describe('Where the side answers.'),
  workflow: z.string().min(1).describe('The ARM id of what runs there.'),
});

const settings = z.strictObject({
  primary: side,
  secondary: side,
  wheels: z.int().min(1).default(4).describe('How many the toy has.'),
});

type Settings = z.infer<typeof settings>;

const workflow = (side: 'we' | 'ne') =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-toys-${side}/providers/Microsoft.Logic/workflows/toy`;

export const toy: ServiceKind<Settings> = {
  settings,
  example: {
    primary: { host: 'toy-we.contoso.com', workflow: workflow('we') },
    secondary: { host: 'toy-ne.contoso.com', workflow: workflow('ne') },
    wheels: 4,
  },

  describe: ({ primary, secondary }) => `toy ${primary.host} / ${secondary.host}`,

  probes: (s, at) => [{ name: 'answer', kind: 'toy', settings: { host: s[at].host } }],
  pointers: () => [],

  steps: (s, { move, from }) => {
    if (move !== 'failover') return [];
    const to = other(from);
    return [
      {
        name: `stop-${from}`,
        kind: 'toy-switch',
        phase: 'fence',
        settings: { workflow: s[from].workflow, state: 'Disabled' },
      },
      {
        name: `start-${to}`,
        kind: 'toy-switch',
        phase: 'receivers',
        settings: { workflow: s[to].workflow, state: 'Enabled' },
        guardedBy: [`stop-${from}`],
      },
    ];
  },

  checks: (s) =>
    sides.map((at) => {
      const url = `https://${s[at].host}/`;
      return { name: `certificate-${at}`, kind: 'certificate-age', settings: { url } };
    }),
};
