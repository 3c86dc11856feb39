/** The workflows that replicate between integration accounts: what they copy, and the runs it takes. */

import type { Side } from '../../core/names.ts';
import { Denied, type Layout } from './azure.ts';
import type { Keeper } from './keepers.ts';
import type { Timeline } from './timeline.ts';
import type { Workflows } from './workflows.ts';

interface Run {
  readonly startedAt: number;
  readonly status: 'Succeeded' | 'Failed';
}

export interface ReplicationWorld {
  readonly timeline: Timeline;
  readonly workflows: Workflows;
  isUp(side: Side): boolean;
  /** Copies whatever has changed for so long; nobody is dark then. */
  copy(sinceMs: number): void;
}

const everyMs = 20_000;
/** ARM keeps them for longer than anybody asks. */
const runsKept = 50;

export function createReplication(layout: Layout, world: ReplicationWorld): Keeper {
  const { timeline, workflows, isUp, copy } = world;
  const replicators = layout.workflows.filter(({ does }) => does === 'replicator');
  const runs = new Map(replicators.map(({ id }): [string, Run[]] => [id.toLowerCase(), []]));

  /** As the connector does it: what has changed is copied, whatever stands there. */
  function replicate(): void {
    timeline.after(everyMs, replicate);
    // They run in the secondary region.
    const running = replicators.filter((one) => workflows.isEnabled(one));
    if (running.length === 0 || !isUp('secondary')) return;
    const status = isUp('primary') ? 'Succeeded' : 'Failed';
    if (status === 'Succeeded') copy(everyMs);
    for (const { id } of running) {
      const all = runs.get(id.toLowerCase());
      all?.unshift({ startedAt: timeline.now(), status });
      all?.splice(runsKept);
    }
  }
  if ((layout.integrations ?? []).length > 0) timeline.after(everyMs, replicate);

  return {
    keeps: (id) => runs.has(/^(.*)\/runs(?:\?|$)/i.exec(id)?.[1]?.toLowerCase() ?? ''),

    resource(asked) {
      timeline.catchUp();
      const [, id] = /^(.*)\/runs(?:\?|$)/i.exec(asked) ?? [];
      if (id === undefined) throw new Denied(404, 'ResourceNotFound', `'${asked}' was not found.`);
      const top = Number(/[?&](?:\$|%24)top=(\d+)/.exec(asked)?.[1] ?? runsKept);
      return {
        value: (runs.get(id.toLowerCase()) ?? []).slice(0, top).map((run) => told(run, id)),
      };
    },
  };
}

function told({ startedAt, status }: Run, workflow: string) {
  const startTime = new Date(startedAt).toISOString();
  const name = `0858${startedAt}CU00`;
  const properties = { status, startTime, endTime: startTime };
  return {
    id: `${workflow}/runs/${name}`,
    name,
    type: 'Microsoft.Logic/workflows/runs',
    properties,
  };
}
