/** The runs of a pipeline through Microsoft.DataFactory 2018-06-01: a POST, which only reads. */

import type { Azure, PipelineRun } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { armIdOf, nameIn } from './arm-id.ts';
import type { Arm } from './clients.ts';

const apiVersion = '2018-06-01';
/** For so long Data Factory keeps its runs. One that goes on is told by when it was last updated. */
const keptMs = 45 * 24 * 3_600_000;
/** Clocks differ. A run of before is told apart by whoever asks. */
const slackMs = 15 * 60_000;
const pagesMax = 100;

/** `PipelineRuns_QueryByFactory`, all pages. */
export function pipelineRunsOf(arm: Arm): Pick<Azure, 'pipelineRuns'> {
  return {
    async pipelineRuns(pipeline, since, signal) {
      const name = nameIn(pipeline, 'pipelines');
      const factory = pipeline.slice(0, pipeline.search(/\/pipelines\//i));
      const asked = {
        lastUpdatedAfter: new Date(since - slackMs).toISOString(),
        lastUpdatedBefore: new Date(since + keptMs).toISOString(),
        filters: [{ operand: 'PipelineName', operator: 'Equals', values: [name] }],
      };
      const what = `list runs of ${name} in ${armIdOf(factory).group}`;
      const found: PipelineRun[] = [];
      let continuationToken: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const from = continuationToken === undefined ? {} : { continuationToken };
        const told = await arm.read({ id: factory, what, signal }, ({ raw }, abortSignal) =>
          raw.ask(`${factory}/queryPipelineRuns`, apiVersion, { ...asked, ...from }, abortSignal),
        );
        const { value, continuationToken: next } = Object(told);
        if (!Array.isArray(value)) throw new Between(`${what}: the answer holds no list`);
        found.push(...value.map(runIn));
        if (typeof next !== 'string' || next === '') return found;
        continuationToken = next;
      }
      throw new Between(`${what}: more than ${pagesMax} pages`);
    },
  };
}

/** What it was started with is told as text, whatever it was. */
function runIn(body: unknown): PipelineRun {
  const { runId, status, message, parameters, runStart } = Object(body);
  const startedAt = typeof runStart === 'string' ? Date.parse(runStart) : Number.NaN;
  const told = Object.entries<unknown>(Object(parameters));
  return {
    id: String(runId),
    status: String(status),
    message: typeof message === 'string' ? message : '',
    parameters: Object.fromEntries(told.map(([name, value]) => [name, String(value)])),
    startedAt: startedAt > 0 ? (startedAt as Instant) : undefined,
  };
}
