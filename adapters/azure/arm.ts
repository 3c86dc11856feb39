/** Azure Resource Manager through Microsoft's own clients: to read it, and to change it. */

import type { Azure, AzureReader, AzureSelf } from '../../core/azure.ts';
import { aliasesOf } from './aliases.ts';
import { aliveOf } from './alive.ts';
import { blobsOf } from './blobs.ts';
import { busEntitiesOf } from './bus-entities.ts';
import { type ArmMeans, armOf } from './clients.ts';
import { groupsOf } from './groups.ts';
import { permissionsOf } from './permissions.ts';
import { pipelineRunsOf } from './pipeline-runs.ts';
import { recordSetsOf } from './record-sets.ts';
import { resourcesOf } from './resources.ts';
import { workflowsOf } from './workflows.ts';

export type { ArmMeans } from './clients.ts';

/** Holds no method that changes anything, whatever rights its credential has. */
export function azureReaderOf(means: ArmMeans): AzureReader {
  const { alive, workflow, workflows, openRuns, recordSet, alias, ...rest } = azureOf(means);
  const { busEntities, pipelineRuns, resource, blob, groupLocation, pause } = rest;
  const reads = { alive, workflow, workflows, openRuns, recordSet, alias, busEntities };
  return { ...reads, pipelineRuns, resource, blob, groupLocation, pause };
}

export function azureOf(means: ArmMeans): Azure & Pick<AzureSelf, 'permissions'> {
  const arm = armOf(means);
  return {
    alive: aliveOf(means),
    ...workflowsOf(arm),
    ...recordSetsOf(arm),
    ...aliasesOf(arm),
    ...busEntitiesOf(arm),
    ...pipelineRunsOf(arm),
    ...groupsOf(arm),
    ...resourcesOf(arm),
    ...permissionsOf(arm),
    ...blobsOf(means),
    pause,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    if (signal.aborted) over();
    else signal.addEventListener('abort', over, { once: true });
  });
}
