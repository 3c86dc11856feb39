/** Asks Azure what is left of one move: of each side what lies there, each thing by itself. */

import type { AzureReader } from '../../core/azure.ts';
import type { ServiceName } from '../../core/names.ts';
import type { BusPeek } from '../../core/net.ts';
import type { Clock } from '../../core/ports.ts';
import type { MessagesLeft, Reconciliation } from '../../core/telling/reconciliation.ts';
import { titleOf } from '../../core/telling/story.ts';
import type { Watch } from '../../core/watch.ts';
import { messagesIn } from './messages.ts';
import { numbersSkipped } from './numbers.ts';
import { receivedThere } from './received.ts';
import { abandonedRuns, twiceIn } from './runs.ts';
import type { Scope } from './scope.ts';

export interface Ground {
  readonly azure: AzureReader;
  readonly bus: BusPeek;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** How many messages are named of each queue or subscription. */
  readonly idsMax: number;
  /** How long before the first failure a run may have begun. */
  readonly beforeMs: number;
}

/** All of it: an estate that answers is read within minutes. */
const reconcileMsMax = 900_000;

export async function reconcileMove(
  watch: Watch,
  scope: Scope,
  { azure, bus, clock, idsMax, beforeMs }: Ground,
): Promise<Reconciliation> {
  const { incident, plan, movedAt, window } = scope;
  const { signal, cancel } = clock.after(reconcileMsMax);
  const span = { window, beforeMs };
  const overlapping = scope.overlaps.flatMap((overlap) =>
    scope.workflows
      .filter(({ service }) => service === overlap.service)
      .map((moved) => ({ moved, overlap })),
  );
  try {
    const [runs, messages, twice, numbers, received] = await Promise.all([
      Promise.all(scope.workflows.map((moved) => abandonedRuns(azure, moved, span, signal))),
      Promise.all(scope.namespaces.map((one) => messagesIn(azure, bus, one, idsMax, signal))),
      Promise.all(overlapping.map(({ moved, overlap }) => twiceIn(azure, moved, overlap, signal))),
      Promise.all(scope.numbers.map((raised) => numbersSkipped(azure, raised, signal))),
      Promise.all(scope.numbers.map((raised) => receivedThere(azure, raised, signal))),
    ]);
    return {
      ...{ watch: watch.name, incident, title: titleOf(plan, watch), services: plan.services },
      ...{ from: watch.regions[plan.from], to: watch.regions[plan.to], movedAt, window, beforeMs },
      at: clock.now(),
      ...{ runs: runs.flat(), twice, numbers: numbers.flat(), received },
      messages: [...messages, ...scope.forgotten.map(forgotten)],
    };
  } finally {
    cancel();
  }
}

function forgotten(service: ServiceName): MessagesLeft {
  const why = 'the file has no such service any more, and with it none of its namespaces';
  return { service, namespace: service, entities: { is: 'unsure', why } };
}
