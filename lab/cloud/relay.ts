/** The one way out of an execution environment: ends its TLS, names each call, and carries it on. */

import { constants } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import type { Dial } from '../../adapters/local/dial.ts';
import type { Authority } from '../estate/authority.ts';
import type { Calls } from './calls.ts';
import { carrier } from './carry.ts';
import type { Request, Site } from './sites.ts';

export interface RelayMeans {
  /** The function that calls. */
  readonly fn: string;
  readonly calls: Calls;
  /** Shows functions the certificates of everybody they call. */
  readonly authority: Authority;
  /** Whom the lab's Azure is known by. */
  readonly ca: string;
  readonly dial: Dial;
  siteOf(host: string): Site | undefined;
  /** The body of a refusal that stands for the answer, with status 403. */
  refuse(host: string, request: Request): string | undefined;
  /** A host that nobody in the lab answers for. */
  onStranger(host: string): void;
  /** Ends the environment at once. */
  kill(): void;
}

export interface Relay {
  readonly https: number;
  readonly amqp: number;
  close(): Promise<void>;
}

/** What lies behind one connection: who is called, and the line there, where it is kept open. */
export interface Line {
  readonly host: string;
  readonly site: Site;
  /** Of the lab's Azure; each connection of a function has one of its own. */
  readonly upstream: TLSSocket | undefined;
}

export async function openRelay(means: RelayMeans): Promise<Relay> {
  const inside = new Set<Socket>();
  const http = createHttp({ keepAliveTimeout: 60_000 });
  const carry = carrier(means, http);

  const https = await listen((raw) => {
    welcome(raw, 443, means, (socket, line) => carry(socket, line));
  });
  const amqp = await listen((raw) => {
    welcome(raw, 5671, means, (socket, { host, upstream }) => {
      if (upstream === undefined) return void socket.destroy();
      const { fate } = means.calls.begin(means.fn, 'amqp', host);
      if (fate === 'kill-before') return means.kill();
      if (fate === 'silence') return;
      // A conversation is one call: its effects are done when the function hangs up.
      if (fate !== 'pass') socket.once('end', () => means.kill());
      socket.pipe(upstream).pipe(socket);
    });
  });

  async function listen(take: (raw: Socket) => void): Promise<Server> {
    const server = createServer({ noDelay: true }, (raw) => {
      inside.add(raw);
      raw.once('close', () => inside.delete(raw));
      raw.on('error', () => raw.destroy());
      take(raw);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  return {
    https: portOf(https),
    amqp: portOf(amqp),
    async close() {
      for (const socket of inside) socket.destroy();
      http.closeAllConnections();
      await Promise.all([https, amqp].map(closed));
    },
  };
}

/** Until a name is heard. Sessions are not resumed: of a resumed one Node hears no name. */
const unnamed = createSecureContext({ secureOptions: constants.SSL_OP_NO_TICKET });

/** The name in the client's hello says who is called; until that answers, nothing is shown. */
function welcome(
  raw: Socket,
  port: number,
  means: RelayMeans,
  ready: (socket: TLSSocket, line: Line) => void,
): void {
  let line: Line | undefined;
  const socket: TLSSocket = new TLSSocket(raw, {
    isServer: true,
    secureContext: unnamed,
    SNICallback(name, done) {
      const host = name.toLowerCase();
      const site = means.siteOf(host);
      if (site === undefined) {
        means.onStranger(host);
        raw.resetAndDestroy();
        return;
      }
      if (site.is === 'plain') {
        line = { host, site, upstream: undefined };
        return done(null, means.authority.contextFor(host));
      }
      const opened = reach(host, port, means, raw);
      opened.then(
        (upstream) => {
          line = { host, site, upstream };
          // What the caller would not have believed there it must not believe here.
          const { contextFor, untrustedFor } = means.authority;
          done(null, upstream.authorized ? contextFor(host) : untrustedFor(host));
        },
        () => raw.resetAndDestroy(),
      );
    },
  });
  socket.on('error', () => socket.destroy());
  socket.once('secure', () => {
    if (line === undefined) return void socket.destroy();
    const { upstream } = line;
    upstream?.once('close', () => socket.end());
    socket.once('close', () => upstream?.destroy());
    ready(socket, line);
  });
}

/** Rejects when it is refused or reset; while it is silent, so is this. */
async function reach(
  host: string,
  port: number,
  { dial, ca }: RelayMeans,
  raw: Socket,
): Promise<TLSSocket> {
  const to = await dial(host, port);
  const line = connect(to);
  raw.once('close', () => line.destroy());
  await once(line, 'connect');
  const upstream = connectTls({
    socket: line,
    servername: host,
    secureContext: trusting(ca),
    rejectUnauthorized: false,
  });
  upstream.on('error', () => upstream.destroy());
  await Promise.race([
    once(upstream, 'secureConnect'),
    once(upstream, 'close').then(() => Promise.reject(new Error('hung up'))),
  ]);
  return upstream;
}

const contexts = new Map<string, ReturnType<typeof createSecureContext>>();

function trusting(ca: string): ReturnType<typeof createSecureContext> {
  const context = contexts.get(ca) ?? createSecureContext({ ca });
  contexts.set(ca, context);
  return context;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  const gone = once(server, 'close');
  server.close();
  await gone;
}
