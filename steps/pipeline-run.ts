/** Runs a pipeline of Azure Data Factory once in a move, and waits until it has succeeded. */

import * as z from 'zod';
import type { AzureReader, PipelineRun } from '../core/azure.ts';
import { Refusal, type Right, type StepKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import { pipelineVersion, undeclared } from '../core/pipelines.ts';
import type { Standing } from '../core/plan.ts';
import { dataFactoryId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  factory: dataFactoryId,
  pipeline: z.string().min(1).max(260),
  /** What it is run with. Data Factory shows them to whoever may read its runs. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The parameter of the pipeline that takes the mark of the move. */
  markedBy: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

/**
 * Starting a run answers its id, and that answer may be lost, or we before we could keep it. So a run is
 * found again by a mark of its own, fixed before the first try, that it takes along as a parameter.
 */
const target = z.strictObject({ mark: z.string(), since: z.number() });

const createRun = 'Microsoft.DataFactory/factories/pipelines/createrun/action';
const onPipeline = ['Microsoft.DataFactory/factories/pipelines/read', createRun];
/** Azure wants both: one to put the question, the other to be answered. */
const onFactory = [
  'Microsoft.DataFactory/factories/querypipelineruns/action',
  'Microsoft.DataFactory/factories/querypipelineruns/read',
];

export const pipelineRun: StepKind<Settings> = {
  settings,
  example: {
    factory:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.DataFactory/factories/orders-ne',
    pipeline: 'rebuild-lookups',
    parameters: { region: 'northeurope' },
    markedBy: 'farwatch',
  },
  permissions: [...onPipeline, ...onFactory],
  rights: (s) => [
    ...onPipeline.map((action): Right => ({ action, scope: pipelineId(s), plane: 'control' })),
    ...onFactory.map((action): Right => ({ action, scope: s.factory, plane: 'control' })),
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: true,
  danger: 'cannot be undone: what a pipeline has done is known to those who wrote it',
  stepMsMax: 3_600_000,
  // A run shows in the list of runs some seconds after it was started.
  settleMs: 60_000,
  describe: ({ factory, pipeline }) => `Run ${pipeline} of Data Factory ${nameOf(factory)}`,
  targets: (s) => [pipelineId(s).toLowerCase()],
  reads: ({ factory }) => [factory.toLowerCase()],

  async fix(_azure, _settings, at) {
    const mark = `farwatch ${new Date(at).toISOString()}`;
    return { value: { mark, since: at }, says: `a run marked ${mark}` };
  },

  async inspect(azure, s, signal, fixed) {
    if (fixed === undefined) return ready(azure, s, signal);
    return standingOf(await marked(azure, s, fixed, signal), s);
  },

  async apply(azure, s, signal, fixed) {
    const found = await marked(azure, s, fixed, signal);
    if (found.length > 0) return;
    const body = { ...s.parameters, [s.markedBy]: target.parse(fixed).mark };
    await azure.ask(`${pipelineId(s)}/createRun`, pipelineVersion, body, signal);
  },
};

/** Whether there is such a pipeline, and takes what it is to be run with. */
async function ready(azure: AzureReader, s: Settings, signal: AbortSignal): Promise<Standing> {
  try {
    const body = await azure.resource(pipelineId(s), pipelineVersion, signal);
    const missing = undeclared(body, [...Object.keys(s.parameters), s.markedBy]);
    if (missing.length === 0) return { is: 'todo' };
    return { is: 'stuck', why: `${s.pipeline} declares no parameter ${missing.join(', ')}` };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return { is: 'stuck', why: `${nameOf(s.factory)} has no pipeline ${s.pipeline}` };
  }
}

/** The runs of this move, the newest first: somebody may have run it again in Data Factory. */
async function marked(
  azure: AzureReader,
  s: Settings,
  fixed: unknown,
  signal: AbortSignal,
): Promise<readonly PipelineRun[]> {
  const { mark, since } = target.parse(fixed);
  const runs = await azure.pipelineRuns(pipelineId(s), since as Instant, signal);
  return runs
    .filter(({ parameters }) => parameters[s.markedBy] === mark)
    .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
}

function standingOf([run]: readonly PipelineRun[], { pipeline }: Settings): Standing {
  if (run === undefined) return { is: 'todo' };
  switch (run.status) {
    case 'Succeeded':
      return { is: 'done' };
    case 'Queued':
    case 'InProgress':
    case 'Canceling':
      return { is: 'moving', why: `run ${run.id} is ${run.status}` };
    case 'Failed':
    case 'Cancelled':
      return { is: 'stuck', why: `run ${run.id} of ${pipeline} is ${run.status}${said(run)}` };
    default:
      return { is: 'unsure', why: `run ${run.id} of ${pipeline} says ${run.status}` };
  }
}

/** How much of what an activity says may stand on a card. */
const saidMax = 200;

function said({ message }: PipelineRun): string {
  const line = message.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  return `: ${line.length > saidMax ? `${line.slice(0, saidMax)}…` : line}`;
}

function pipelineId({ factory, pipeline }: Settings): string {
  return `${factory}/pipelines/${pipeline}`;
}
