/** An Azure of a few lines, for stories about one step. Whatever a story does not give, it refuses. */

import type { Alias, Azure, RecordSet, Workflow } from '../../core/azure.ts';
import { Refusal } from '../../core/kinds.ts';
import type { World } from '../../core/world.ts';

export const group = '/subscriptions/s-1/resourceGroups/orders-we';

export function workflowId(name: string): string {
  return `${group}/providers/Microsoft.Logic/workflows/${name}`;
}

export function workflow(
  name: string,
  state: Workflow['state'] = 'Enabled',
  tags: Workflow['tags'] = {},
): Workflow {
  return { id: workflowId(name), state, tags };
}

/** What ARM says of something that is not there. */
export function notFound(): Refusal {
  const message = 'ARM answered 404 to a question of this story: NotFound';
  return new Refusal({ message, sent: 'no', status: 404, code: 'NotFound' });
}

export function throttled(retryAfterMs?: number): Refusal {
  return new Refusal({ message: 'ARM answered 429', sent: 'no', status: 429, retryAfterMs });
}

export function unanswered(sent: 'no' | 'maybe' = 'maybe'): Refusal {
  return new Refusal({ message: 'ARM did not answer within 10000 ms', sent });
}

export const never = new AbortController().signal;

/** A world whose every method throws, save those that the story gives. */
export function azureWith(given: Partial<World>): World {
  const unasked = (method: string) => () => {
    throw new Error(`${method} is not part of this story`);
  };
  return {
    alive: unasked('alive'),
    workflow: unasked('workflow'),
    workflows: unasked('workflows'),
    openRuns: unasked('openRuns'),
    pipelineRuns: unasked('pipelineRuns'),
    recordSet: unasked('recordSet'),
    alias: unasked('alias'),
    busEntities: unasked('busEntities'),
    resource: unasked('resource'),
    ask: unasked('ask'),
    act: unasked('act'),
    patch: unasked('patch'),
    blob: unasked('blob'),
    groupLocation: unasked('groupLocation'),
    setWorkflow: unasked('setWorkflow'),
    putRecordSet: unasked('putRecordSet'),
    failOverAlias: unasked('failOverAlias'),
    pairAlias: unasked('pairAlias'),
    put: unasked('put'),
    deleteBusEntity: unasked('deleteBusEntity'),
    pause: unasked('pause'),
    hostedRecord: unasked('hostedRecord'),
    replaceHostedRecord: unasked('replaceHostedRecord'),
    httpGet: unasked('httpGet'),
    httpSend: unasked('httpSend'),
    ...given,
  };
}

/** Workflows that change at once when set; `set` tells which were, in order. */
export function logicApps(
  given: readonly Workflow[],
): Pick<Azure, 'workflow' | 'workflows' | 'setWorkflow'> & { readonly set: string[] } {
  const kept = new Map(given.map((one) => [one.id, one]));
  const set: string[] = [];
  return {
    set,
    async workflow(id) {
      const found = kept.get(id);
      if (found === undefined) throw notFound();
      return found;
    },
    workflows: async () => [...kept.values()],
    async setWorkflow(id, state) {
      const found = kept.get(id);
      if (found === undefined) throw notFound();
      kept.set(id, { ...found, state });
      set.push(`${id.split('/').at(-1)} ${state}`);
    },
  };
}

export function record(given: Partial<RecordSet> = {}): RecordSet {
  const usual = { cname: 'orders-we.azure-api.net', ttlSeconds: 30, metadata: {}, etag: 'e1' };
  return { ...usual, ...given };
}

export function alias(given: Partial<Alias> = {}): Alias {
  return {
    role: 'Secondary',
    provisioningState: 'Succeeded',
    partner: '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/we',
    pendingReplications: 0,
    ...given,
  };
}
