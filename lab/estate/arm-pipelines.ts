/** Microsoft.DataFactory, api-version 2018-06-01: pipelines read and started, their runs listed. */

import * as z from 'zod';
import type { Instant } from '../../core/names.ts';
import {
  type ArmCall,
  type ArmState,
  json,
  malformed,
  type Operation,
  regionsOf,
  resourceGroup,
} from './arm-route.ts';

const factory = `${resourceGroup}/providers/Microsoft.DataFactory/factories/{factory}`;
const pipeline = `${factory}/pipelines/{pipeline}`;
const shared = { provider: 'datafactory', apiVersion: '2018-06-01', regions: regionsOf } as const;

/** Small, so that more than one is asked for. */
const pageSize = 2;

const query = z.object({
  lastUpdatedAfter: z.iso.datetime(),
  lastUpdatedBefore: z.iso.datetime(),
  filters: z.tuple([
    z.object({
      operand: z.literal('PipelineName'),
      operator: z.literal('Equals'),
      values: z.tuple([z.string()]),
    }),
  ]),
  continuationToken: z.string().optional(),
});

export const pipelineOperations: readonly Operation[] = [
  { ...shared, method: 'GET', path: factory, answer: (arm, { id }) => json(200, arm.resource(id)) },
  {
    ...shared,
    method: 'GET',
    path: pipeline,
    answer: (arm, { id }) => json(200, arm.resource(id)),
  },
  {
    ...shared,
    method: 'POST',
    path: pipeline,
    action: 'createRun',
    answer: (arm, { by, id, body }) => json(200, arm.ask(by, `${id}/createRun`, body)),
  },
  { ...shared, method: 'POST', path: factory, action: 'queryPipelineRuns', answer: runs },
];

function runs(arm: ArmState, { id, body }: ArmCall) {
  const parsed = query.safeParse(body);
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error));
  const { filters, lastUpdatedAfter, lastUpdatedBefore, continuationToken } = parsed.data;
  const [name] = filters[0].values;
  const since = Date.parse(lastUpdatedAfter) as Instant;
  const all = arm
    .pipelineRuns(`${id}/pipelines/${name}`, since)
    .filter(({ startedAt = 0 }) => startedAt <= Date.parse(lastUpdatedBefore));
  const from = Number(continuationToken ?? 0);
  const to = from + pageSize;
  const value = all.slice(from, to).map(({ id: runId, startedAt = 0, ...run }) => ({
    ...run,
    runId,
    pipelineName: name,
    runStart: new Date(startedAt).toISOString(),
  }));
  return json(200, { value, ...(to < all.length && { continuationToken: String(to) }) });
}
