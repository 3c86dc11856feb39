/** Service Bus over AMQP 1.0: serves the unmodified clients from the state of the lab's Azure. */

import type { TLSSocket } from 'node:tls';
import rhea, { type Container, type EventContext, type Sender } from 'rhea';
import type { AzureWorld } from '../world/azure.ts';
import { type CallerOf, type Claims, createClaims } from './amqp-claims.ts';
import { createInlet, type Inlet } from './amqp-inlet.ts';
import { attachLinks, handOut, openConnections, type Waiting } from './amqp-links.ts';
import { createPostmarks } from './amqp-message.ts';
import { createOutlet, type Outlet } from './amqp-outlet.ts';
import { createPeer, type Peer } from './amqp-peer.ts';
import type { Door } from './geography.ts';

export interface AmqpSide {
  welcome(socket: TLSSocket, door: Door): void;
  close(): void;
}

type BusWorld = Pick<AzureWorld, 'faults' | 'bus' | 'layout' | 'placesOf'>;

const messageBytesMax = 1_048_576;

/** How long a message that came by no door, or whose lock ran out, may wait to be noticed. */
const lookAgainMs = 50;

export function serveAmqp(
  world: BusWorld,
  { callerOf, now }: { readonly callerOf: CallerOf; readonly now: () => number },
): AmqpSide {
  const closing = new AbortController();
  const links = new Map<Sender, Outlet>();
  const postmarks = createPostmarks();

  function pump(link: Sender, outlet: Outlet): void {
    if (links.has(link) && outlet.pump(link)) setImmediate(pump, link, outlet);
  }

  function pumpAll(): void {
    for (const [link, outlet] of links) pump(link, outlet);
  }

  function arrived(ids: readonly string[]): void {
    for (const id of ids) postmarks.put(id, now());
    pumpAll();
  }

  const waiting: Waiting = {
    add: (link, outlet) => links.set(link, outlet),
    remove: (link) => links.delete(link),
    pump,
  };
  const timer = setInterval(pumpAll, lookAgainMs).unref();

  return {
    welcome(socket, door) {
      const peer = createPeer(world, socket, door);
      const claims = createClaims(world.layout, callerOf, now);
      const around = { closing: closing.signal, arrived };
      const container = createContainer(claims, peer);
      openConnections(container, peer);
      attachLinks(container, world, peer, claims);
      takeIn(container, createInlet(world, peer, claims, around), closing.signal);
      handOut(container, createOutlet(world, peer, { now, postmarks }), peer, waiting);
      // rhea's types know no server that is handed its sockets; `port` only pleases them.
      const connection = container.create_connection({ port: 0 });
      connection['accept'](socket);
      // What is destroyed from our side ends without a word, and rhea would keep its heartbeat.
      socket.once('close', () => connection['eof']());
    },
    close() {
      closing.abort();
      clearInterval(timer);
      links.clear();
    },
  };
}

/** One container for each connection: whatever happens in it happens to this one client. */
function createContainer(claims: Claims, peer: Peer): Container {
  const container = rhea.create_container({
    tcp_no_delay: true,
    receiver_options: { autoaccept: false, credit_window: 0, max_message_size: messageBytesMax },
    sender_options: { treat_modified_as_released: false, max_message_size: messageBytesMax },
  });
  const mechanisms = container.sasl_server_mechanisms;
  mechanisms.enable_anonymous();
  mechanisms.enable_plain((name: string, key: string) => claims.present(name, key));
  // Both put their claim to `$cbs` afterwards; the handshake itself asks for none.
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;
  mechanisms.EXTERNAL = mechanisms.ANONYMOUS;
  // A client that breaks the rules of AMQP, or off in mid-sentence, is let go.
  for (const broken of ['error', 'protocol_error', 'connection_error', 'disconnected']) {
    container.on(broken, peer.drop);
  }
  // A link or a session that a client ends with an error is ended; there is no more to it.
  for (const ended of ['session_error', 'sender_error', 'receiver_error']) {
    container.on(ended, () => undefined);
  }
  return container;
}

function takeIn(container: Container, inlet: Inlet, closing: AbortSignal): void {
  container.on('message', (context: EventContext) => {
    inlet.take(context).catch((error: unknown) => {
      // A message that was being thought about when the lab closed gets no answer.
      if (!closing.aborted) throw error;
    });
  });
}
