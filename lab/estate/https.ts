/** Serves HTTP behind the doors: finds the site, applies what is broken, lets it answer. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { wordsOf } from '../../core/trouble.ts';
import { type AzureWorld, Denied, type HttpServed, type Place } from '../world/azure.ts';
import { type Door, placesOn } from './geography.ts';
import { pause } from './pause.ts';
import { canonical } from './resolve.ts';

/** One request, as a site sees it. */
export interface Asked {
  readonly host: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly door: Door;
}

/** Who answers for a host. */
export interface Site {
  /** Where this very request passes, beyond its door. */
  places(asked: Asked): readonly Place[];
  /** May throw `Denied`, which is answered in ARM's shape. */
  answer(asked: Asked): HttpServed | Promise<HttpServed>;
}

export interface HttpsSide {
  welcome(socket: Socket, door: Door): void;
  close(): void;
}

const bodyMax = 1_048_576;

export function serveHttps(
  world: Pick<AzureWorld, 'faults'>,
  siteOf: (host: string) => Site,
): HttpsSide {
  const cameBy = new WeakMap<Socket, Door>();
  const closing = new AbortController();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const door = cameBy.get(request.socket);
    if (door === undefined) throw new Error('a request came in by no door');
    const asked = await read(request, door);
    const site = siteOf(asked.host);
    const treatment = world.faults.treat([...site.places(asked), ...placesOn(door)]);
    switch (treatment.is) {
      case 'silent':
        if (!treatment.afterHeaders) return;
        // Whoever sends the headers of an answer has done what was asked.
        await answerOf(site, asked);
        return beginAnswer(response);
      case 'refused':
      case 'reset':
      case 'badTls':
        request.socket.destroy();
        return;
      case 'status':
        return send(response, refusal(treatment.status, treatment.retryAfterMs));
      case 'served': {
        await pause(treatment.delayMs, closing.signal);
        const served = await answerOf(site, asked);
        const lost = treatment.loseAnswer && !['GET', 'HEAD'].includes(asked.method);
        if (lost) request.socket.destroy();
        else send(response, served);
      }
    }
  }

  const server = createServer({ keepAliveTimeout: 5_000 }, (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) request.socket.destroy();
      else send(response, { status: 500, headers: {}, body: `the lab broke: ${wordsOf(error)}` });
    });
  });

  return {
    welcome(socket, door) {
      cameBy.set(socket, door);
      server.emit('connection', socket);
    },
    close() {
      closing.abort();
      server.close();
    },
  };
}

/** The answer, or the refusal that stands for it; anything else it throws is a fault of the lab. */
async function answerOf(site: Site, asked: Asked): Promise<HttpServed> {
  try {
    return await site.answer(asked);
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    return refusal(error.status, error.retryAfterMs, { code: error.code, message: error.message });
  }
}

async function read(request: IncomingMessage, door: Door): Promise<Asked> {
  const headers = Object.entries(request.headers).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const;
  });
  return {
    host: canonical((request.headers.host ?? '').replace(/:\d+$/, '')),
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(headers),
    body: await bodyOf(request),
    door,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    parts.push(Buffer.from(part));
    length += parts.at(-1)?.length ?? 0;
    if (length > bodyMax) throw new Error(`a body is larger than ${bodyMax} bytes`);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Headers that promise a body, at once; the body never comes. */
function beginAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '65536' });
  response.flushHeaders();
}

/** ARM's shape of an error; Azure's clients read the milliseconds before the seconds. */
function refusal(
  status: number,
  retryAfterMs: number | undefined,
  error = { code: `Lab${status}`, message: `This place is made to answer ${status}.` },
): HttpServed {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000));
    headers['retry-after-ms'] = String(retryAfterMs);
  }
  return { status, headers, body: JSON.stringify({ error }) };
}

function send(response: ServerResponse, served: HttpServed): void {
  const length = String(Buffer.byteLength(served.body));
  // These two carry no body, and a length of it is malformed.
  const bodiless = served.status === 204 || served.status === 304;
  response.writeHead(served.status, {
    ...served.headers,
    ...(bodiless ? {} : { 'content-length': length }),
  });
  response.end(bodiless ? undefined : served.body);
}
