/** Hands out what queues hold: locks a message for each credit, and settles as the client says. */

import { randomBytes } from 'node:crypto';
import rhea, { type EventContext, type Sender } from 'rhea';
import type { AzureWorld } from '../world/azure.ts';
import { refuse } from './amqp-conditions.ts';
import { addressOf } from './amqp-inlet.ts';
import { delivered, type Postmarks } from './amqp-message.ts';
import type { Peer } from './amqp-peer.ts';

export interface Outlet {
  /** Sends what there is to a link that has credit; returns whether it would take more. */
  pump(link: Sender): boolean;
  settle(context: EventContext, outcome: 'complete' | 'release'): void;
}

/** Service Bus locks a message for so long unless the queue says otherwise. */
const lockMs = 30_000;

export function createOutlet(
  world: Pick<AzureWorld, 'bus'>,
  peer: Peer,
  { now, postmarks }: { readonly now: () => number; readonly postmarks: Postmarks },
): Outlet {
  /** By delivery tag. */
  const locks = new Map<string, { readonly queue: string; readonly lock: string }>();

  /** Whether a message went out. */
  function handOut(link: Sender, queue: string): boolean {
    peer.stay();
    const message = world.bus.lock(peer.host, queue);
    if (message === undefined) return false;
    // Clients read the tag as the lock's token, a UUID: it has to have sixteen bytes.
    const tag = randomBytes(16);
    const presettled = link.snd_settle_mode === 1;
    const times = { enqueuedAt: postmarks.of(message.id), lockedUntil: now() + lockMs };
    const delivery = link.send(delivered(message, times), tag);
    if (!presettled) {
      locks.set(tag.toString('hex'), { queue, lock: message.lock });
      return true;
    }
    delivery.update(true);
    world.bus.complete(peer.host, queue, message.lock);
    return true;
  }

  return {
    pump(link) {
      const queue = addressOf(link.source);
      // The credit is counted down when the transfer is written, so one message goes at a time.
      if (!link.sendable()) return false;
      try {
        return handOut(link, queue);
      } catch (error) {
        refuse(link.connection, error, (told) => link.close(told));
        return false;
      }
    },
    settle({ connection, delivery }, outcome) {
      if (delivery === undefined || !peer.passes('open')) return;
      const tag = Buffer.from(delivery.tag).toString('hex');
      const held = locks.get(tag);
      locks.delete(tag);
      if (held === undefined) return delivery.update(true, accepted());
      try {
        peer.stay();
        world.bus[outcome](peer.host, held.queue, held.lock);
        delivery.update(true, accepted());
      } catch (error) {
        refuse(connection, error, (told) => delivery.update(true, rejected(told)));
      }
    },
  };
}

interface Outcome {
  described(): unknown;
}

// The makers of outcomes are there, but not in rhea's types.
const makers: {
  readonly accepted: () => Outcome;
  readonly rejected: (fields: { readonly error: object }) => Outcome;
} = Object.assign(Object.create(null), rhea.message);

function accepted(): unknown {
  return makers.accepted().described();
}

function rejected(error: object): unknown {
  return makers.rejected({ error }).described();
}
