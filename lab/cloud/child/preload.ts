/** Leads every connection of a function into the lab; its code, bundle and environment stay as they are. */

import { Socket as Datagrams } from 'node:dgram';
import { setServers } from 'node:dns';
import { Socket } from 'node:net';

/** Ports on the loopback, as the lab told them on the command line. */
interface Ways {
  readonly https: number;
  readonly amqp: number;
  readonly dns: number;
}

const ways: Ways = JSON.parse(process.argv[2] ?? '');
const here = '127.0.0.1';

const doors: Readonly<Record<number, number>> = { 443: ways.https, 5671: ways.amqp, 53: ways.dns };
/** Nobody listens there: what is neither HTTPS, AMQP nor DNS is refused. */
const closed = 1;

setServers([`${here}:${ways.dns}`]);

interface Way {
  host?: string;
  port?: number | string;
  path?: string | null;
  lookup?: unknown;
}

type Found = (error: null, address: unknown, family?: number) => void;

/** Names are looked up as ever, and all lie here: whether one exists is found out at the door. */
function lookup(_host: string, options: { readonly all?: boolean }, found: Found): void {
  if (options.all) found(null, [{ address: here, family: 4 }]);
  else found(null, here, 4);
}

function isHere(host: string | undefined): boolean {
  return host === undefined || host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function lead(way: Way): void {
  if (typeof way.path === 'string' || isHere(way.host)) return;
  way.port = doors[Number(way.port)] ?? closed;
  if (/^[\d.]+$/.test(way.host ?? '')) way.host = here;
  else way.lookup = lookup;
}

const connect = Socket.prototype.connect;
Socket.prototype.connect = function led(this: Socket, ...args: unknown[]): Socket {
  const [first] = args;
  // Node's own modules hand over an array of what was told, marked as normalised already.
  const way: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof way === 'object' && way !== null) lead(way);
  else if (!isHere(typeof args[1] === 'string' ? args[1] : undefined)) {
    const led: Way = { host: String(args[1]), port: Number(first) };
    lead(led);
    return Reflect.apply(connect, this, [led, ...args.slice(2)]);
  }
  return Reflect.apply(connect, this, args);
} as typeof connect;

/** Who was asked, by the socket that asks: an answer must come from there. */
const asked = new WeakMap<Datagrams, { readonly address: string; readonly port: number }>();

const send = Datagrams.prototype.send;
Datagrams.prototype.send = function led(this: Datagrams, ...args: unknown[]): void {
  const [message, port, address, ...rest] = args;
  if (typeof port !== 'number' || typeof address !== 'string' || isHere(address)) {
    Reflect.apply(send, this, args);
  } else {
    asked.set(this, { address, port });
    Reflect.apply(send, this, [message, port === 53 ? ways.dns : closed, here, ...rest]);
  }
} as typeof send;

const emit = Datagrams.prototype.emit;
Datagrams.prototype.emit = function led(this: Datagrams, ...args: unknown[]): boolean {
  const from = args[0] === 'message' ? asked.get(this) : undefined;
  if (from !== undefined) Object.assign(Object(args[2]), from);
  return Reflect.apply(emit, this, args);
} as typeof emit;
