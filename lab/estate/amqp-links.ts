/** Lets clients open connections and attach links: to `$cbs` at once, to queues if they may. */

import type { Container, EventContext, Receiver, Sender } from 'rhea';
import { type AzureWorld, Denied } from '../world/azure.ts';
import { aliasAt, type Claims } from './amqp-claims.ts';
import { refuse } from './amqp-conditions.ts';
import { addressOf, claimsNode } from './amqp-inlet.ts';
import { entityOf, isManagement } from './amqp-management.ts';
import type { Outlet } from './amqp-outlet.ts';
import type { Peer } from './amqp-peer.ts';
import { canonical } from './resolve.ts';

/** Links whose clients have given credit, and wait. */
export interface Waiting {
  add(link: Sender, outlet: Outlet): void;
  remove(link: Sender): void;
  /** Whatever there is for this one now. */
  pump(link: Sender, outlet: Outlet): void;
}

/** Names the namespace that the open frame asks for; TLS only says where the client dialled. */
export function openConnections(container: Container, peer: Peer): void {
  container.on('connection_open', ({ connection }: EventContext) => {
    peer.name(canonical(connection.hostname ?? ''));
    if (!peer.passes('opening')) return;
    try {
      peer.stay();
    } catch (error) {
      refuse(connection, error, (told) => connection.close(told));
    }
  });
}

export function attachLinks(
  container: Container,
  world: Pick<AzureWorld, 'layout'>,
  peer: Peer,
  claims: Claims,
): void {
  /** Throws `Denied` when this client may not attach to that entity. */
  function admit(entity: string): void {
    if (entity === claimsNode) return;
    peer.stay();
    if (!claims.allow(peer.host, entity)) {
      const text = `Unauthorized access to '${entity}': a claim to Listen or Send is required.`;
      throw new Denied(401, 'amqp:unauthorized-access', text);
    }
    const { queues = [], orders, topics = {} } = aliasAt(world.layout, peer.host) ?? {};
    const subscriptions = Object.entries(topics).flatMap(([topic, names]) =>
      names.map((name) => `${topic}/subscriptions/${name}`),
    );
    // What lies in a topic can be looked at; the lab's own consumers take it out.
    const entities = [...queues, orders, ...(isManagement(entity) ? subscriptions : [])];
    const path = isManagement(entity) ? entityOf(entity).path : entity;
    if (entities.some((name) => name?.toLowerCase() === path)) return;
    const text = `The messaging entity '${entity}' could not be found.`;
    throw new Denied(404, 'amqp:not-found', text);
  }

  /** A refused link is attached and then detached with the reason, as AMQP has it. */
  function attach(link: Sender | Receiver, entity: string): boolean {
    try {
      admit(entity);
      return true;
    } catch (error) {
      refuse(link.connection, error, (told) => link.close(told));
      return false;
    }
  }

  container.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver === undefined || !peer.passes('open')) return;
    receiver.set_target({ address: receiver.target.address });
    if (attach(receiver, addressOf(receiver.target))) receiver.add_credit(creditMax);
  });
  container.on('sender_open', ({ sender }: EventContext) => {
    if (sender === undefined || !peer.passes('open')) return;
    sender.set_source({ address: sender.source.address });
    attach(sender, addressOf(sender.source));
  });
}

/** Nothing is handed out there: each request has its answer. */
function isAnswered(address: string): boolean {
  return address === claimsNode || isManagement(address);
}

/** Messages a client may have on the way at once. */
const creditMax = 100;

export function handOut(container: Container, outlet: Outlet, peer: Peer, waiting: Waiting): void {
  const mine = new Set<Sender>();

  function forget(link: Sender): void {
    mine.delete(link);
    waiting.remove(link);
  }

  container.on('sender_flow', ({ sender }: EventContext) => {
    if (sender === undefined || isAnswered(addressOf(sender.source))) return;
    if (!sender.is_open() || !peer.passes('open')) return;
    mine.add(sender);
    waiting.add(sender, outlet);
    waiting.pump(sender, outlet);
  });
  container.on('sender_draining', ({ sender }: EventContext) => {
    if (peer.passes('open')) sender?.set_drained(true);
  });
  container.on('sender_close', ({ sender }: EventContext) => {
    if (sender !== undefined) forget(sender);
  });
  container.on('disconnected', () => {
    for (const link of mine) forget(link);
  });
  container.on('accepted', (context: EventContext) => outlet.settle(context, 'complete'));
  // There is no dead-letter queue: what a client rejects is out of its way, as with Service Bus.
  container.on('rejected', (context: EventContext) => outlet.settle(context, 'complete'));
  container.on('released', (context: EventContext) => outlet.settle(context, 'release'));
  container.on('modified', (context: EventContext) => outlet.settle(context, 'release'));
}
