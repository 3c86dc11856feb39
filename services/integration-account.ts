/** Integration accounts: X12 and EDIFACT agreements whose generated numbers go on where the partner saw them end. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import { integrationAccountId, secretRef, shortName, workflowName } from './fields.ts';
import { copied, replication, watched } from './integration-replication.ts';
import { outsidePrimary } from './locations.ts';

const side = z.strictObject({
  account: integrationAccountId.describe('The ARM id of the integration account.'),
  health: secretRef.describe('The callback URL of a health workflow in the region of the account.'),
  healthName: workflowName
    .default('health')
    .describe('The name of the health workflow: a Request trigger and a Response.'),
});

const settings = z
  .strictObject({
    primary: side,
    secondary: side,
    agreements: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Which agreements send, by name. By default all X12 and EDIFACT agreements.'),
    margin: z
      .int()
      .min(1)
      .max(100_000_000)
      .default(1_000)
      .describe(
        'How far past the highest known number, at the least: more than you send in an hour.',
      ),
    factor: z
      .number()
      .min(1)
      .max(100)
      .default(2)
      .describe(
        'How many times the highest rate so far counts for the time since the side that is left was last read.',
      ),
    headroomDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(14)
      .describe('For so many days numbers must be left below the upper bound, or readiness warns.'),
    create: z
      .boolean()
      .default(false)
      .describe('Whether a number that an account has never had may be made.'),
    replication: replication
      .optional()
      .describe('The workflows that copy numbers and MICs from the primary account.'),
  })
  .refine((s) => s.primary.account.toLowerCase() !== s.secondary.account.toLowerCase(), {
    path: ['secondary', 'account'],
    error: 'is the same account on both sides -> Name the account of the other region.',
  });

const subscription = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40';
const accountOf = (group: string) =>
  `${subscription}/resourceGroups/${group}/providers/Microsoft.Logic/integrationAccounts/${group}`;

export const integrationAccount: ServiceKind<z.infer<typeof settings>> = {
  settings,
  example: {
    primary: { account: accountOf('contoso-b2b-we'), health: 'env:B2B_WE', healthName: 'health' },
    secondary: { account: accountOf('contoso-b2b-ne'), health: 'env:B2B_NE', healthName: 'health' },
    agreements: ['acme', 'globex'],
    margin: 1_000,
    factor: 2,
    headroomDays: 14,
    create: false,
    replication: {
      resourceGroup: `${subscription}/resourceGroups/contoso-b2b-ne`,
      workflows: ['replicate-x12', 'replicate-edifact', 'replicate-as2'],
      reverse: {
        resourceGroup: `${subscription}/resourceGroups/contoso-b2b-we`,
        workflows: ['replicate-x12-back', 'replicate-edifact-back', 'replicate-as2-back'],
      },
    },
  },

  describe: (s) =>
    `Integration account ${shortName(s.primary.account)} / ${shortName(s.secondary.account)}`,

  // An account has no door of its own: what runs beside it in its region tells whether it serves.
  probes: (s, at) => [
    {
      name: 'health',
      kind: 'logic-app',
      settings: { name: s[at].healthName, url: s[at].health, expect: 'enabled' },
    },
  ],

  pointers: () => [],

  steps: (s, { move, mode, from }) => {
    const to = other(from);
    const { stops, starts } = copied(s.replication, { move, mode, from });
    if (move === 'repair') return [...stops, ...starts];
    if (move !== 'failover' && !(move === 'failback' && to === 'primary')) return [];
    const { agreements, margin, factor, create } = s;
    // What copies from the side that is left would lower again what was raised.
    const back = stops.filter(() => to === 'primary').map(({ name }) => name);
    return [
      ...stops,
      {
        name: `raise-numbers-in-${to}`,
        kind: 'control-numbers',
        phase: 'prepare',
        settings: {
          account: s[to].account,
          source: s[from].account,
          ...(agreements && { agreements }),
          margin,
          factor,
          create,
          sourceAnswers: mode === 'planned',
        },
        ...(back.length > 0 && { guardedBy: back }),
      },
      ...starts,
    ];
  },

  checks: (s) => [
    {
      name: 'agreements',
      kind: 'agreement-twins',
      settings: {
        primary: s.primary.account,
        secondary: s.secondary.account,
        ...(s.agreements && { agreements: s.agreements }),
        margin: s.margin,
        create: s.create,
      },
    },
    {
      name: 'ledger',
      kind: 'number-ledger',
      settings: {
        primary: s.primary.account,
        secondary: s.secondary.account,
        ...(s.agreements && { agreements: s.agreements }),
        margin: s.margin,
        factor: s.factor,
        days: s.headroomDays,
        replicated: s.replication !== undefined,
      },
    },
    ...watched(s.replication, { primary: s.primary.account, secondary: s.secondary.account }),
    outsidePrimary([s.secondary.account]),
  ],
};
