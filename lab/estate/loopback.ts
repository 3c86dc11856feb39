/** A plain HTTP listener on loopback: whole bodies in, whole answers out, gone when closed. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { wordsOf } from '../../core/trouble.ts';

export interface Heard {
  readonly method: string;
  /** Its path without the query; `url` has both. */
  readonly path: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: IncomingMessage['headers'];
  /** As it came, before anybody parsed it. */
  readonly body: Buffer;
}

export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** Ends every connection, however long it wants to stay. */
  close(): Promise<void>;
}

/** `answer` may take the response over and resolve with `undefined`. */
export async function openLoopback(
  answer: (heard: Heard, response: ServerResponse) => Promise<Said | undefined>,
  port = 0,
): Promise<Loopback> {
  const server = createServer((request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) request.socket.destroy();
      else send(response, { status: 500, body: `the lab broke: ${wordsOf(error)}` });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const bodyMax = 1_048_576;

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (heard: Heard, response: ServerResponse) => Promise<Said | undefined>,
): Promise<void> {
  // A foreign page may resolve its own name to us; it cannot make the browser say ours.
  const host = request.headers.host ?? '';
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host))
    return send(response, { status: 421, body: 'not served under this name' });
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    parts.push(Buffer.from(part));
    length += part.length;
    if (length > bodyMax) return send(response, { status: 413 });
  }
  const url = new URL(request.url ?? '/', `http://${host}`);
  const { method = 'GET', headers } = request;
  const body = Buffer.concat(parts);
  const said = await answer({ method, path: url.pathname, url, headers, body }, response);
  if (said !== undefined) send(response, said);
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Said): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}
