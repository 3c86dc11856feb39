/** A pipeline of Azure Data Factory that has to be run on the side that shall serve. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other, sides } from '../core/names.ts';
import { factoryId, shortName } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const side = z.strictObject({
  factory: factoryId.describe('The ARM id of the factory.'),
  pipeline: z
    .string()
    .regex(
      /^[A-Za-z0-9_][^<>*#.%&:\\+?/]{0,259}$/,
      'must be the name of a pipeline -> Write its name, not its id.',
    ),
  parameters: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe('What it is run with. No secrets: Data Factory shows them in the list of its runs.'),
});

const settings = z
  .strictObject({
    primary: side,
    secondary: side,
    phase: z
      .enum(['prepare', 'data', 'receivers', 'traffic'])
      .default('prepare')
      .describe('When in a move: before data, with it, with the receivers, or last of all.'),
    markedBy: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'must be the name of a parameter -> For instance farwatch.')
      .default('farwatch')
      .describe('The parameter, of type String, by which the run of a move is found again.'),
  })
  .refine((s) => idOf(s.primary) !== idOf(s.secondary), {
    path: ['secondary', 'pipeline'],
    error: 'is the same pipeline on both sides -> Name the one in the factory of the other region.',
  })
  .refine((s) => sides.every((at) => !Object.hasOwn(s[at].parameters, s.markedBy)), {
    path: ['markedBy'],
    error: 'is given a value under parameters -> Leave it to farwatch.',
  });

type Settings = z.infer<typeof settings>;

const factory = (at: 'we' | 'ne') =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-data-${at}` +
  `/providers/Microsoft.DataFactory/factories/contoso-data-${at}`;

export const pipeline: ServiceKind<Settings> = {
  settings,
  example: {
    primary: { factory: factory('we'), pipeline: 'rebuild-lookups', parameters: {} },
    secondary: { factory: factory('ne'), pipeline: 'rebuild-lookups', parameters: { full: true } },
    phase: 'prepare',
    markedBy: 'farwatch',
  },

  describe: ({ primary, secondary }) =>
    `Pipelines ${primary.pipeline} of ${shortName(primary.factory)} / ${secondary.pipeline} of ${shortName(secondary.factory)}`,

  probes: (s, at) => [
    { name: 'factory', kind: 'provisioned', settings: { resources: [s[at].factory] } },
  ],

  // A pipeline serves nobody: on which side it ran is known from the last proven move.
  pointers: () => [],

  steps: (s, { move, mode, from }) => {
    const to = other(from);
    const homeward = move === 'failback' && mode === 'planned' && to === 'primary';
    if (move !== 'failover' && !homeward) return [];
    return [
      {
        name: `run-at-${to}`,
        kind: 'pipeline-run',
        phase: s.phase,
        settings: { ...s[to], markedBy: s.markedBy },
      },
    ];
  },

  checks: (s) => [
    ...sides.map((at) => ({
      name: `there-${at}`,
      kind: 'pipeline-there',
      settings: {
        factory: s[at].factory,
        pipeline: s[at].pipeline,
        parameters: [...Object.keys(s[at].parameters), s.markedBy],
      },
    })),
    outsidePrimary([s.secondary.factory]),
  ],
};

function idOf({ factory: id, pipeline: name }: z.infer<typeof side>): string {
  return `${id}/${name}`.toLowerCase();
}
