/** Whether a pipeline that a move runs is there, and takes what it is to be run with. */

import * as z from 'zod';
import { type CheckKind, Refusal } from '../core/kinds.ts';
import { pipelineVersion, undeclared } from '../core/pipelines.ts';
import { dataFactoryId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  factory: dataFactoryId,
  pipeline: z.string().min(1),
  /** Those that it must declare. */
  parameters: z.array(z.string().min(1)),
});

type Settings = z.infer<typeof settings>;

export const pipelineThere: CheckKind<Settings> = {
  settings,
  example: {
    factory:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne/providers/Microsoft.DataFactory/factories/orders-ne',
    pipeline: 'rebuild-lookups',
    parameters: ['region', 'farwatch'],
  },
  describe: ({ factory, pipeline }) => `pipeline ${pipeline} of ${nameOf(factory)}`,
  rights: (s) => [
    {
      action: 'Microsoft.DataFactory/factories/pipelines/read',
      scope: pipelineId(s),
      plane: 'control',
    },
  ],

  async check({ net }, s, signal) {
    const name = `${s.pipeline} of ${nameOf(s.factory)}`;
    try {
      const body = await net.azure.resource(pipelineId(s), pipelineVersion, signal);
      const missing = undeclared(body, s.parameters);
      if (missing.length === 0) return { is: 'fine', why: `${name} is there` };
      const why = `${name} declares no parameter ${missing.join(', ')}`;
      return { is: 'fails', why, next: `Add ${missing.join(', ')} to its parameters, as text.` };
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
      const next = 'Publish it, or correct the watch file.';
      return { is: 'fails', why: `there is no pipeline ${name}`, next };
    }
  },
};

function pipelineId({ factory, pipeline }: Settings): string {
  return `${factory}/pipelines/${pipeline}`;
}
