/** Carries one HTTP request on to whoever is called, and its answer back, unless a kill is due. */

import {
  Agent,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Line, RelayMeans } from './relay.ts';
import type { Request } from './sites.ts';

/** One connection of a function: whom it calls, and the agent that owns the line there. */
interface Open {
  readonly line: Line;
  readonly agent: Agent;
}

/** Takes over `http`; returns how a new connection is handed to it. */
export function carrier(means: RelayMeans, http: Server): (socket: TLSSocket, line: Line) => void {
  const open = new WeakMap<Socket, Open>();

  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const of = open.get(request.socket);
    if (of === undefined) return void request.socket.destroy();
    serve(request, response, of, means).catch(() => response.destroy());
  });

  return (socket, line) => {
    open.set(socket, { line, agent: agentOf(line.upstream) });
    http.emit('connection', socket);
  };
}

/** From an answer on its way to one that has been heard. */
const heardMs = 10;

/** Of a line that is open already; the lab's own services are connected to anew. */
function agentOf(upstream: TLSSocket | undefined): Agent {
  const agent = new Agent({ keepAlive: upstream !== undefined, maxSockets: 1 });
  if (upstream !== undefined) agent.createConnection = () => upstream;
  return agent;
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  { line, agent }: Open,
  means: RelayMeans,
): Promise<void> {
  const request = await read(incoming);
  const { service, operation } = line.site.named(request);
  const { fate } = means.calls.begin(means.fn, service, operation);
  if (fate === 'kill-before') return means.kill();
  if (fate === 'silence') return;
  const refused = means.refuse(line.host, request);
  if (refused !== undefined) {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return void response.writeHead(403, headers).end(refused);
  }
  const onward = ask({ ...addressed(line, request), agent }, (answer) => {
    // Its headers are here: whatever was asked has been done.
    if (fate === 'kill-after') return means.kill();
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => response.destroy());
    if (fate === 'kill-answered') response.once('finish', () => setTimeout(means.kill, heardMs));
    answer.pipe(response);
  });
  onward.on('error', () => incoming.socket.destroy());
  response.once('close', () => {
    if (!response.writableFinished) onward.destroy();
  });
  onward.end(request.body);
}

function addressed({ site }: Line, { method, path, headers }: Request) {
  if (site.is === 'azure') return { method, path, headers };
  const { host, hostname, port, pathname } = new URL(site.origin);
  const before = pathname.replace(/\/$/, '');
  return { hostname, port, method, path: `${before}${path}`, headers: { ...headers, host } };
}

const bodyMax = 16 * 1024 * 1024;

async function read(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    parts.push(part);
    size += part.length;
    if (size > bodyMax) throw new Error('a call is too large');
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.join(', ') : String(value)] as const;
  });
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts),
  };
}
