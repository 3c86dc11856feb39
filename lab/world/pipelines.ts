/** Pipelines of Data Factory: started, listed some time after that, and over when their time has come. */

import type { PipelineRun } from '../../core/azure.ts';
import type { Instant } from '../../core/names.ts';
import { type ArmState, type Caller, Denied, type Layout, type PipelineLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

export interface Pipelines extends Keeper, Pick<ArmState, 'pipelineRuns'> {}

interface PipelineWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
}

interface Run {
  readonly pipeline: PipelineLayout;
  readonly id: string;
  readonly startedAt: Instant;
  readonly parameters: PipelineRun['parameters'];
  status: 'InProgress' | 'Succeeded';
}

const operation = 'Microsoft.DataFactory/factories/pipelines/createrun';

export function createPipelines(
  { pipelines = [], regions }: Layout,
  { timeline, dice, pace, book }: PipelineWorld,
): Pipelines {
  const runs: Run[] = [];

  function at(id: string): PipelineLayout {
    timeline.catchUp();
    const found = pipelines.find((one) => idOf(one).toLowerCase() === id.toLowerCase());
    if (found === undefined) throw notFound(id);
    return found;
  }

  function start(by: Caller, id: string, body: unknown): { readonly runId: string } {
    const pipeline = at(id);
    book.admit(by, operation, id);
    const given = Object.entries<unknown>(Object(body));
    const odd = given.find(([name]) => !pipeline.parameters.includes(name));
    if (odd !== undefined) {
      throw new Denied(400, 'BadRequest', `The pipeline has no parameter '${odd[0]}'.`);
    }
    const run: Run = {
      pipeline,
      id: `00000000-0000-4000-8000-${String(runs.length + 1).padStart(12, '0')}`,
      startedAt: timeline.now(),
      parameters: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
      status: 'InProgress',
    };
    runs.push(run);
    timeline.after(dice.between(...pace.pipelineMs), () => {
      run.status = 'Succeeded';
    });
    book.keep(by, operation, idOf(pipeline), run.id);
    return { runId: run.id };
  }

  return {
    keeps: among(pipelines.map(({ factory }) => factory)),
    resource(id) {
      timeline.catchUp();
      const factory = pipelines.find((one) => one.factory.toLowerCase() === id.toLowerCase());
      if (factory !== undefined) {
        return factoryOf(id, regions[factory.side]);
      }
      return pipelineOf(id, at(id));
    },
    ask(by, id, body) {
      const [, pipeline] = /^(.*)\/createRun$/i.exec(id) ?? [];
      if (pipeline === undefined) throw notFound(id);
      return start(by, pipeline, body);
    },
    pipelineRuns(id, since) {
      const pipeline = at(id);
      const listed = timeline.now() - pace.pipelineHiddenMs;
      return runs
        .filter((run) => run.pipeline === pipeline)
        .filter(({ startedAt }) => startedAt >= since && startedAt <= listed)
        .map(({ id: run, status, startedAt, parameters }) => {
          return { id: run, status, startedAt, parameters, message: '' };
        });
    },
  };
}

function factoryOf(id: string, location: string) {
  const [name] = id.split('/').slice(-1);
  const type = 'Microsoft.DataFactory/factories';
  return { id, name, type, location, properties: { provisioningState: 'Succeeded' } };
}

function pipelineOf(id: string, { name, parameters }: PipelineLayout) {
  const declared = parameters.map((one) => [one, { type: 'String' }]);
  return {
    id,
    name,
    type: 'Microsoft.DataFactory/factories/pipelines',
    properties: { activities: [], parameters: Object.fromEntries(declared) },
  };
}

function idOf({ factory, name }: PipelineLayout): string {
  return `${factory}/pipelines/${name}`;
}

function notFound(id: string): Denied {
  return new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}
