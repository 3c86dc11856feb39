/** A door of the lab's AWS on the loopback, where each call can be meddled with before it is served. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { wordsOf } from '../../core/trouble.ts';

/** One call as a client put it; signatures are not checked here. */
export interface Call {
  /** `GetParameter` and its like. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer of the service that is an error, e.g. `ParameterNotFound`. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** `silent`: accepted and never answered. `lose`: done, and the connection cut before the answer. */
export type Meddling = 'serve' | 'silent' | 'lose' | AwsRefusal;

/** A request before a service has read it. */
export interface Asked {
  readonly method: string;
  /** The path with its query. */
  readonly target: string;
  readonly headers: Call['headers'];
  readonly body: string;
}

/** How a service reads a call, and how it words its answers. */
export interface Wire {
  read(asked: Asked): Call;
  /** `undefined` for what has no answer but that it was done. */
  answer(call: Call, output: unknown): Served;
  refuse(refusal: AwsRefusal): Served;
}

export interface Door {
  /** `http://127.0.0.1:<port>`: what `AWS_ENDPOINT_URL_<SERVICE>` may say. */
  readonly endpoint: string;
  /** Every call that came in, tries that were not served among them. */
  readonly calls: readonly Call[];
  /** Asked at every call what is to become of it; replaces the one before. */
  meddle(how: (call: Call) => Meddling): void;
  close(): Promise<void>;
}

const bodyBytesMax = 16 * 1024 * 1024;

/** `serve` returns the output of an operation, or throws an `AwsRefusal`. */
export async function openDoor(wire: Wire, serve: (call: Call) => unknown): Promise<Door> {
  const calls: Call[] = [];
  const sockets = new Set<Socket>();
  let how: (call: Call) => Meddling = () => 'serve';

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '' } = request;
    const headers = headersOf(request);
    const call = wire.read({ method, target, headers, body: await bodyOf(request) });
    calls.push(call);
    const meddling = how(call);
    if (meddling === 'silent') return;
    const served =
      meddling instanceof AwsRefusal ? wire.refuse(meddling) : await answered(wire, call, serve);
    if (meddling === 'lose') request.socket.destroy();
    else response.writeHead(served.status, served.headers).end(served.body);
  }

  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      response.writeHead(500).end(`the lab broke: ${wordsOf(error)}`);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    meddle(next) {
      how = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answered(wire: Wire, call: Call, serve: (call: Call) => unknown): Promise<Served> {
  try {
    return wire.answer(call, await serve(call));
  } catch (error) {
    if (error instanceof AwsRefusal) return wire.refuse(error);
    throw error;
  }
}

function headersOf({ headers }: IncomingMessage): Call['headers'] {
  const plain = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(plain);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bodyBytesMax) throw new Error('a call is too large');
  }
  return Buffer.concat(chunks).toString('utf8');
}
