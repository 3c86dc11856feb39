/** Messages that a move has left in a namespace: counted through ARM, and named by looking at them. */

import type { AzureReader, BusEntity } from '../../core/azure.ts';
import type { BusPeek, PeekedMessage } from '../../core/net.ts';
import type { EntityLeft, MessagesLeft } from '../../core/telling/reconciliation.ts';
import { nameOf } from '../../steps/arm-id.ts';
import { sideBySide } from '../../steps/side-by-side.ts';
import type { LeftNamespace } from './left-behind.ts';
import { read } from './read.ts';

/** Each opens a connection of its own. */
const handsMax = 4;
const peekMsMax = 30_000;

/** `idsMax`: of one entity, its dead letters included. */
export async function messagesIn(
  azure: AzureReader,
  bus: BusPeek,
  { service, namespace, host, except }: LeftNamespace,
  idsMax: number,
  signal: AbortSignal,
): Promise<MessagesLeft> {
  const entities = await read(async () => {
    const all = await azure.busEntities(namespace, signal);
    const full = all.filter(
      (one) =>
        total(one) > 0 && !except.some((own) => own.toLowerCase() === one.name.toLowerCase()),
    );
    const told = new Map<BusEntity, EntityLeft>();
    await sideBySide(full, handsMax, async (one) => {
      const { name: entity, active, scheduled, deadLettered } = one;
      const messages = await read(() => named(bus, host, one, idsMax, signal));
      told.set(one, { entity, active, scheduled, deadLettered, messages });
    });
    return full.flatMap((one) => told.get(one) ?? []);
  });
  return { service, namespace: nameOf(namespace), entities };
}

async function named(
  bus: BusPeek,
  host: string,
  entity: BusEntity,
  idsMax: number,
  signal: AbortSignal,
): Promise<readonly PeekedMessage[]> {
  const { active, scheduled, deadLettered } = entity;
  const path = pathOf(entity);
  const peek = (deadLetters: boolean, max: number) => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(peekMsMax)]);
    return bus.peek({ host, path, deadLetters }, max, bounded);
  };
  const alive = active + scheduled > 0 ? await peek(false, idsMax) : [];
  const room = idsMax - alive.length;
  const dead = deadLettered > 0 && room > 0 ? await peek(true, room) : [];
  return [...alive, ...dead];
}

function total({ active, scheduled, deadLettered }: BusEntity): number {
  return active + scheduled + deadLettered;
}

/** As Service Bus addresses it. */
function pathOf({ kind, name }: BusEntity): string {
  if (kind !== 'subscription') return name;
  const at = name.lastIndexOf('/');
  return `${name.slice(0, at)}/subscriptions/${name.slice(at + 1)}`;
}
