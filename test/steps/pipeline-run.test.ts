/** Running a pipeline once: found again by its mark, whatever became of whoever started it. */

import { describe, expect, it } from '@jest/globals';
import type { Azure, PipelineRun } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { rightsOfStep } from '../../core/rights.ts';
import { pipelineRun as step } from '../../steps/pipeline-run.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, never, notFound, unanswered } from './azure.ts';

const factory = '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.DataFactory/factories/ne';
const settings = { factory, pipeline: 'lookups', parameters: { full: true }, markedBy: 'farwatch' };
const id = `${factory}/pipelines/lookups`;
const begun = Date.parse('2026-11-21T12:00:00Z') as Instant;
const mark = 'farwatch 2026-11-21T12:00:00.000Z';
const fixed = { mark, since: begun };

const run = (also: Partial<PipelineRun> = {}): PipelineRun => ({
  ...{ id: 'run-1', status: 'InProgress', message: '', startedAt: begun },
  parameters: { full: 'true', farwatch: mark },
  ...also,
});

function listing(...runs: readonly PipelineRun[]): Azure {
  return azureWith({ pipelineRuns: async () => runs });
}

const inspect = (...runs: readonly PipelineRun[]) =>
  step.inspect(listing(...runs), settings, never, fixed);

describe('before a move', () => {
  const declaring = (...names: readonly string[]) => ({
    properties: { parameters: Object.fromEntries(names.map((name) => [name, { type: 'String' }])) },
  });

  it('the pipeline is looked at, and nothing is listed', async () => {
    const azure = azureWith({ resource: async () => declaring('full', 'farwatch') });
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'todo' });
  });

  it('one that takes no mark is stuck, before anything is begun', async () => {
    const azure = azureWith({ resource: async () => declaring('full') });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: 'lookups declares no parameter farwatch',
    });
  });

  it('one that is not there is stuck', async () => {
    const azure = azureWith({
      resource: async () => {
        throw notFound();
      },
    });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: 'ne has no pipeline lookups',
    });
  });

  it('the mark is fixed by the time of the move', async () => {
    expect(await step.fix?.(azureWith({}), settings, begun, never, ledgerFrom())).toEqual({
      value: fixed,
      says: `a run marked ${mark}`,
    });
  });
});

describe('a run', () => {
  it.each(['Queued', 'InProgress', 'Canceling'])('that is %s is moving', async (status) => {
    expect(await inspect(run({ status }))).toEqual({
      is: 'moving',
      why: `run run-1 is ${status}`,
    });
  });

  it('that has succeeded is done', async () => {
    expect(await inspect(run({ status: 'Succeeded' }))).toEqual({ is: 'done' });
  });

  it('that failed is stuck with what it said, cut to fit a card', async () => {
    const message = `Activity Copy failed:\n${'x'.repeat(400)}`;
    const standing = await inspect(run({ status: 'Failed', message }));
    expect(standing).toMatchObject({
      is: 'stuck',
      why: expect.stringMatching(/^run run-1 of lookups is Failed: Activity Copy failed: x+…$/),
    });
  });

  it('of which Data Factory says something new is not guessed at', async () => {
    expect(await inspect(run({ status: 'Dreaming' }))).toMatchObject({ is: 'unsure' });
  });

  it('of another move, or of nobody, is none', async () => {
    const others = [
      run({ parameters: { farwatch: 'farwatch 2026-11-20' } }),
      run({ parameters: {} }),
    ];
    expect(await inspect(...others)).toEqual({ is: 'todo' });
  });

  it('that somebody ran again in Data Factory counts for the one that failed', async () => {
    const again = run({ id: 'run-2', status: 'Succeeded', startedAt: (begun + 1) as Instant });
    expect(await inspect(run({ status: 'Failed' }), again)).toEqual({ is: 'done' });
  });
});

describe('starting one', () => {
  it('sends what was asked for, and the mark', async () => {
    const asked: unknown[] = [];
    const azure: Azure = {
      ...listing(),
      ask: async (...[at, version, body]) => void asked.push([at, version, body]),
    };
    await step.apply(azure, settings, never, fixed);
    expect(asked).toEqual([[`${id}/createRun`, '2018-06-01', { full: true, farwatch: mark }]]);
  });

  it('is not done again by one who took over from a run that died', async () => {
    // To ask anything of this Azure but its runs would be refused by name.
    await step.apply(listing(run()), settings, never, fixed);
    await step.apply(listing(run({ status: 'Failed' })), settings, never, fixed);
  });

  it('is not done at all when it is not known whether it was', async () => {
    const azure = azureWith({
      pipelineRuns: async () => {
        throw unanswered();
      },
    });
    await expect(step.apply(azure, settings, never, fixed)).rejects.toThrow('did not answer');
  });
});

it('may start that pipeline, and list the runs of its factory', () => {
  expect(rightsOfStep(step, settings).map(({ action, scope }) => `${action} ${scope}`)).toEqual([
    `Microsoft.DataFactory/factories/pipelines/read ${id}`,
    `Microsoft.DataFactory/factories/pipelines/createrun/action ${id}`,
    `Microsoft.DataFactory/factories/querypipelineruns/action ${factory}`,
    `Microsoft.DataFactory/factories/querypipelineruns/read ${factory}`,
  ]);
});
