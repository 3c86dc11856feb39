/** A desk behind TLS that takes pages: PagerDuty's and a webhook's, each by its own rules. */

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { afterAll } from '@jest/globals';
import { httpOf } from '../../adapters/azure/http.ts';
import type { PostMeans, Send } from '../../adapters/page/post.ts';
import { authority } from '../adapters/peers.ts';

export interface Desk {
  /** What a person would notice, in order. */
  readonly noticed: readonly string[];
  readonly letters: readonly { readonly key: string; readonly body: string }[];
  readonly port: number;
  /** What whoever pages slept, and waited in vain. */
  readonly spentMs: () => number;
  readonly means: PostMeans;
  /** The next so many letters are met with this, before one is taken. */
  break(how: number | 'silent' | 'lose', times: number): void;
}

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** `take` says what a letter means to a person, or undefined for what changes nothing. */
export async function openDesk(
  host: string,
  take: (body: Readonly<Record<string, unknown>>) => string | undefined,
): Promise<Desk> {
  const noticed: string[] = [];
  const letters: { key: string; body: string }[] = [];
  const broken: (number | 'silent' | 'lose')[] = [];
  const sockets = new Set<Socket>();
  const time = standingTime();
  const server = createServer(
    { SNICallback: (_name, done) => done(null, authority.contextFor(host)) },
    async (request, response) => {
      const body = await bodyOf(request);
      letters.push({ key: String(request.headers['idempotency-key']), body });
      const how = broken.shift();
      if (how === 'silent') return time.runOut();
      if (typeof how === 'number') return void response.writeHead(how).end();
      const seen = take(JSON.parse(body));
      if (seen !== undefined) noticed.push(seen);
      if (how === 'lose') request.socket.destroy();
      else response.writeHead(202).end('{"status":"success"}');
    },
  );
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const http = httpOf({ dial: async () => ({ host: '127.0.0.1', port }), ca: authority.ca });
  const send: Send = async (letter) => (await http.fetch({ ...letter, method: 'POST' })).status;
  return {
    noticed,
    letters,
    port,
    spentMs: time.spentMs,
    means: { send, clock: time.clock },
    break: (how, times) => void broken.push(...Array.from({ length: times }, () => how)),
  };
}

/** Time stands, but for sleep and what a silent desk keeps waiting: a busy machine is never late. */
function standingTime(): {
  readonly clock: PostMeans['clock'];
  readonly spentMs: () => number;
  /** Every deadline that somebody waits for is over. */
  runOut(): void;
} {
  const waiting = new Map<AbortController, number>();
  let spentMs = 0;
  return {
    clock: {
      async sleep(ms) {
        spentMs += ms;
      },
      after(ms) {
        const deadline = new AbortController();
        waiting.set(deadline, ms);
        return { signal: deadline.signal, cancel: () => void waiting.delete(deadline) };
      },
    },
    spentMs: () => spentMs,
    runOut() {
      spentMs += Math.max(0, ...waiting.values());
      for (const deadline of waiting.keys()) {
        deadline.abort(new DOMException('the time is over', 'TimeoutError'));
      }
    },
  };
}

/** As PagerDuty does: a trigger joins the open alert of its key, the rest needs an open one. */
export function alertBook(): (body: Readonly<Record<string, unknown>>) => string | undefined {
  const open = new Map<string, string>();
  return ({ event_action: action, dedup_key: key }) => {
    const was = open.get(String(key));
    if (action === 'trigger' && was === undefined) {
      open.set(String(key), 'triggered');
      return `ring ${key}`;
    }
    if (action === 'acknowledge' && was === 'triggered') {
      open.set(String(key), 'acknowledged');
      return `acknowledge ${key}`;
    }
    if (action === 'resolve' && open.delete(String(key))) return `resolve ${key}`;
    return undefined;
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
