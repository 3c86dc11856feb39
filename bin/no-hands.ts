/** The world that a watch without the right to change anything holds: it refuses everything. */

import type { AzureSelf } from '../core/azure.ts';
import { Trouble } from '../core/trouble.ts';
import type { WatchMode } from '../core/watch.ts';
import type { World } from '../core/world.ts';

export function noHands(mode: WatchMode): World & AzureSelf {
  const refuse = async (): Promise<never> => {
    throw new Trouble('mode-moves-nothing', {
      message: `Cannot move anything in mode ${mode}`,
      next: 'Set mode: ask in farwatch.yaml, then start farwatch again.',
    });
  };
  return {
    alive: refuse,
    token: refuse,
    permissions: refuse,
    workflow: refuse,
    workflows: refuse,
    openRuns: refuse,
    pipelineRuns: refuse,
    blob: refuse,
    groupLocation: refuse,
    recordSet: refuse,
    alias: refuse,
    setWorkflow: refuse,
    putRecordSet: refuse,
    failOverAlias: refuse,
    pairAlias: refuse,
    busEntities: refuse,
    deleteBusEntity: refuse,
    resource: refuse,
    ask: refuse,
    put: refuse,
    act: refuse,
    patch: refuse,
    pause: refuse,
    hostedRecord: refuse,
    replaceHostedRecord: refuse,
    httpGet: refuse,
    httpSend: refuse,
  };
}
