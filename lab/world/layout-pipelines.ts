/** The pipelines that a watch file runs, each declaring what it is run with. */

import type { Service } from '../../core/watch.ts';
import type { PipelineLayout } from './azure.ts';
import { read, stepsOf } from './specs.ts';

export function pipelinesOf(service: Service): readonly PipelineLayout[] {
  return stepsOf(service, read.pipeline).map(({ to, settings }) => ({
    factory: settings.factory,
    name: settings.pipeline,
    side: to,
    parameters: [...Object.keys(settings.parameters), settings.markedBy],
  }));
}
