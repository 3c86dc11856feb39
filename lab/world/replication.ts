/** The workflows that copy from one integration account to the other: forward in the secondary region, reverse in the primary. */

import { type Instant, other, type Side } from '../../core/names.ts';
import type { Layout, WorkflowLayout } from './azure.ts';
import type { Timeline } from './timeline.ts';
import type { Workflows } from './workflows.ts';

export interface ReplicationWorld {
  readonly timeline: Timeline;
  readonly workflows: Workflows;
  isUp(side: Side): boolean;
  /** Copies whatever has changed there since then to the other side; how much that was. */
  copy(from: Side, since: Instant): number;
}

/** A minute in Microsoft's template; nobody should have to wait that long here. */
const everyMs = 10_000;

export function startReplication(layout: Layout, world: ReplicationWorld): void {
  const { timeline, workflows, isUp, copy } = world;
  const replicators = layout.workflows.filter(({ does }) => does === 'replicator');
  /** Where a trigger goes on from; it remembers that while it is disabled. */
  const positions = new Map(replicators.map(({ id }) => [id, timeline.now()]));

  /** Nothing runs in a dark region; one that is asked for what is new there says nothing. */
  function look(one: WorkflowLayout): void {
    if (!workflows.isEnabled(one) || !isUp(one.side)) return;
    if (isUp(other(one.side))) found(one);
    else workflows.look(one, 'Failed');
  }

  /** As the connector does it: what has changed is copied, whatever stands there. */
  function found(one: WorkflowLayout): void {
    const copied = copy(other(one.side), positions.get(one.id) ?? timeline.now());
    positions.set(one.id, timeline.now());
    workflows.look(one, copied > 0 ? 'Succeeded' : 'Skipped');
    if (copied > 0) workflows.run(one, 'Succeeded');
  }

  function replicate(): void {
    timeline.after(everyMs, replicate);
    for (const one of replicators) look(one);
  }
  if (replicators.length > 0) timeline.after(everyMs, replicate);
}
