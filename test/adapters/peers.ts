/** Peers on the loopback that misbehave on purpose, and the deadline that has to hold against them. */

import { once } from 'node:events';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls, type SecureContext } from 'node:tls';
import { afterEach } from '@jest/globals';
import { type Authority, openAuthority } from '../../lab/estate/authority.ts';

export const authority: Authority = openAuthority(Date.now());

export interface Peer {
  readonly port: number;
  readonly url: string;
  /** Connections that were accepted. */
  readonly met: () => number;
  close(): Promise<void>;
}

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

/** A peer that is closed when the test is over. */
export async function met(peer: Promise<Peer>): Promise<Peer> {
  const opened = await peer;
  open.push(opened);
  return opened;
}

/** Accepts, and does with each connection as `behave` says; bytes first, without TLS. */
export function tcpPeer(behave: (socket: Socket) => void): Promise<Peer> {
  return listen(createTcp(behave));
}

/** The same behind TLS, as `localhost`. */
export function tlsPeer(
  behave: (socket: Socket) => void,
  secureContext: SecureContext = authority.contextFor('localhost'),
): Promise<Peer> {
  const server = createTls({ SNICallback: (_name, done) => done(null, secureContext) }, behave);
  server.on('tlsClientError', () => {});
  return listen(server);
}

/** Answers each request with these bytes, and waits for more of them where `then` says so. */
export function httpPeer(answer: string, then: (socket: Socket) => void = () => {}): Promise<Peer> {
  return tlsPeer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(answer);
      then(socket);
    });
  });
}

async function listen(server: Server): Promise<Peer> {
  const sockets = new Set<Socket>();
  let met = 0;
  server.on('connection', (socket: Socket) => {
    met += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `https://localhost:${port}/`,
    met: () => met,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** For a peer that falls silent: however busy the machine, what comes before that has come by then. */
export const silentMs = 1_000;
/** For a peer that has something to say. */
export const patientMs = 10_000;
/** A call is kept to its deadline this closely. */
export const graceMs = 250;

/**
 * How a call ended, and how much later than a bare timer that was set with it: a machine that is
 * busy with other things makes both of them late.
 */
export async function ending(
  work: Promise<unknown>,
  timeoutMs: number,
): Promise<{ error: unknown; lateMs: number }> {
  let dueAt = Number.POSITIVE_INFINITY;
  const timer = setTimeout(() => {
    dueAt = performance.now();
  }, timeoutMs);
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  clearTimeout(timer);
  return { error, lateMs: Math.max(0, performance.now() - dueAt) };
}
