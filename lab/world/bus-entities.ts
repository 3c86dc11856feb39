/** A namespace's queues and topics as ARM lists and deletes them. */

import { sides } from '../../core/names.ts';
import type { AliasState } from './aliases.ts';
import { type ArmState, Denied } from './azure.ts';
import type { ServiceBus } from './service-bus.ts';
import type { WriteBook } from './writes.ts';

type BusEntities = Pick<ArmState, 'busEntities' | 'deleteBusEntity'>;

export function createBusEntities(
  bus: ServiceBus,
  aliases: readonly AliasState[],
  book: WriteBook,
): BusEntities {
  return {
    busEntities: bus.entities,
    deleteBusEntity(by, id) {
      const type = /\/topics\/[^/]+$/i.test(id) ? 'topics' : 'queues';
      const operation = `Microsoft.ServiceBus/namespaces/${type}/delete`;
      book.admit(by, operation, id);
      mayChange(aliases, id);
      bus.remove(id);
      book.keep(by, operation, id, 'deleted');
    },
  };
}

/** The secondary of a pair only repeats what the primary has. */
function mayChange(aliases: readonly AliasState[], id: string): void {
  const repeats = aliases.some(({ layout, leads, paired }) =>
    sides.some(
      (side) =>
        paired &&
        side !== leads &&
        id.toLowerCase().startsWith(`${layout.namespaces[side].id}/`.toLowerCase()),
    ),
  );
  if (!repeats) return;
  throw new Denied(
    409,
    'Conflict',
    'The namespace is the secondary of a pair: change its primary.',
  );
}
