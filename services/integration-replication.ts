/** What copies between two integration accounts: forward from the primary, reverse from the secondary, never both. */

import * as z from 'zod';
import type { CheckSpec } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import type { Move, MoveMode, StepSpec } from '../core/plan.ts';
import { resourceGroup, workflowName } from './fields.ts';

interface Workflows {
  readonly resourceGroup: string;
  readonly workflows: readonly string[];
}

const workflows = z.array(workflowName).min(1).describe('By name.');

export const replication = z
  .strictObject({
    resourceGroup: resourceGroup.describe('Where they live, in the secondary region.'),
    workflows,
    reverse: z
      .strictObject({
        resourceGroup: resourceGroup.describe('Where they live, in the primary region.'),
        workflows,
        senders: z
          .strictObject({
            resourceGroup: resourceGroup.describe('Where those live, in the primary region.'),
            workflows,
          })
          .optional()
          .describe(
            'Workflows that number what they send, in the primary region: nothing is copied back before their runs are over, which would go on from the numbers of the secondary.',
          ),
      })
      .optional()
      .describe(
        'The workflows that copy from the secondary account while the estate serves from there.',
      ),
  })
  .refine(({ reverse, ...s }) => reverse === undefined || !share(s, reverse), {
    path: ['reverse', 'workflows'],
    error:
      'names a workflow that also copies from the primary account -> Build one of its own for the way back.',
  });

type Replication = z.infer<typeof replication>;
function share(one: Workflows, two: Workflows): boolean {
  const ids = (s: Workflows) => s.workflows.map((w) => `${s.resourceGroup}/${w}`.toLowerCase());
  return ids(one).some((id) => ids(two).includes(id));
}

interface How {
  readonly move: Move;
  readonly mode: MoveMode;
  readonly from: Side;
}

interface Copied {
  readonly stops: readonly StepSpec[];
  readonly starts: readonly StepSpec[];
}

/**
 * What copied until now is stopped before anything is raised, and what copies the other way is started
 * last of all: both at once would go round in circles, and copy what is old over what is new.
 */
export function copied(settings: Replication | undefined, how: How): Copied {
  const { move, mode, from } = how;
  const nothing = { stops: [], starts: [] };
  if (settings === undefined || move === 'drill') return nothing;
  const serves = move === 'repair' ? from : other(from);
  const { stops, starts } = serves === 'primary' ? home(settings, move) : away(settings);
  // What lives in a dark region is started by the repair, once that is back.
  if (mode === 'forced') return { stops, starts: [] };
  return move === 'repair' && starts.length === 0 ? nothing : { stops, starts };
}

function away({ reverse, ...forward }: Replication): Copied {
  const stop = state('stop-replication', 'fence', forward, 'Disabled');
  if (reverse === undefined) return { stops: [stop], starts: [] };
  const { senders, ...back } = reverse;
  const start = state('start-reverse', 'restore', back, 'Enabled', [stop]);
  return { stops: [stop], starts: [...drained(senders), start] };
}

/** On the way home all that was received is copied first; on any other, nobody can wait for that. */
function home({ reverse, ...forward }: Replication, move: Move): Copied {
  const stops = reverse === undefined ? [] : [stopped(chosen(reverse), move)];
  return { stops, starts: [state('resume-replication', 'restore', forward, 'Enabled', stops)] };
}

function stopped(back: Workflows, move: Move): StepSpec {
  return move === 'failback'
    ? { name: 'stop-reverse', kind: 'replication-ended', phase: 'collect', settings: back }
    : state('stop-reverse', 'fence', back, 'Disabled');
}

/** Whoever sent on with a number that was copied back would send what the secondary sends as well. */
function drained(senders: Workflows | undefined): readonly StepSpec[] {
  if (senders === undefined) return [];
  return [{ name: 'drain-senders', kind: 'runs-drained', phase: 'traffic', settings: senders }];
}

function state(
  name: string,
  phase: StepSpec['phase'],
  of: Workflows,
  wanted: 'Enabled' | 'Disabled',
  after: readonly StepSpec[] = [],
): StepSpec {
  const guardedBy = after.length > 0 && { guardedBy: after.map((guard) => guard.name) };
  const settings = { ...of, state: wanted };
  return { name, kind: 'logic-app-state', phase, settings, ...guardedBy };
}

/**
 * How fresh is what was copied, before a move away from each side. MICs and received numbers are told
 * agreement by agreement; without a way back, what the secondary took is not known at home.
 */
export function watched(
  settings: Replication | undefined,
  accounts: Readonly<Record<Side, string>>,
): readonly CheckSpec[] {
  const by = { primary: settings, secondary: settings?.reverse };
  const { primary: account, secondary: source } = accounts;
  return [
    ...sides.flatMap((from): CheckSpec[] => {
      const copiedBy = by[from] && chosen(by[from]);
      const settings = { account: accounts[other(from)], source: accounts[from] };
      const mics = { ...settings, ...(copiedBy && { copiedBy }) };
      const what = from === 'primary' ? 'replication' : 'reverse';
      return [
        ...(copiedBy ? [{ name: what, kind: 'replication-runs', from, settings: copiedBy }] : []),
        { name: `mics-in-${other(from)}`, kind: 'mic-copies', from, settings: mics },
      ];
    }),
    {
      name: 'received',
      kind: 'received-gap',
      from: 'secondary',
      settings: { account, source, ...(by.secondary && { copiedBy: chosen(by.secondary) }) },
    },
  ];
}

function chosen({ resourceGroup, workflows }: Workflows): Workflows {
  return { resourceGroup, workflows };
}
