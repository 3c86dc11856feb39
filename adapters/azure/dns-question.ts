/** Puts one question to one name server, over UDP and, where the answer is cut short, over TCP. */

import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import dns2, { Packet } from 'dns2';
import type { RecordType } from '../../core/net.ts';
import { within } from '../local/within.ts';

/** A datagram that is not answered by then is taken for lost. */
const tryMsMax = 1_500;

export interface NameServer {
  /** Told to people. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
}

export interface Question {
  readonly name: string;
  readonly type: RecordType;
  /** Whether the server is asked to ask others. */
  readonly recursive: boolean;
}

export interface Reply {
  /** Of the type asked for; empty: there is no such record. */
  readonly values: readonly string[];
  readonly ttlSeconds: number | undefined;
}

/** The server answered, but not the question: `SERVFAIL`, `REFUSED`, not its zone. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** `203.0.113.7`, `203.0.113.7:5353`, `[2001:db8::7]:53`, or a name with or without a port. */
export function serverOf(text: string): NameServer {
  if (isIP(text) !== 0) return { label: text, host: text, port: 53 };
  const [, v6, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = v6 ?? plain ?? text;
  return { label: host, host, port: port === undefined ? 53 : Number(port) };
}

export async function ask(
  server: NameServer,
  question: Question,
  signal: AbortSignal,
): Promise<Reply> {
  const short = await within(signal, overUdp(server, question));
  const packet = short.header.tc === 1 ? await overTcp(server, question, signal) : short;
  return replyOf(packet, question);
}

/** Not to be cancelled from outside, so its own limit is short. */
function overUdp({ host, port }: NameServer, { name, type, recursive }: Question): Promise<Packet> {
  const socketType = isIP(host) === 6 ? 'udp6' : 'udp4';
  const limits = { timeout: tryMsMax, retryOverTCP: false };
  const client = dns2.UDPClient({ dns: host, port, socketType, ...limits });
  return client(name, type, Packet.CLASS.IN, { recursive });
}

async function overTcp(
  { host, port }: NameServer,
  { name, type, recursive }: Question,
  signal: AbortSignal,
): Promise<Packet> {
  const query = new Packet();
  query.header.id = Packet.uuid();
  query.header.rd = recursive ? 1 : 0;
  query.questions.push(new Packet.Question(name, Packet.TYPE[type], Packet.CLASS.IN));
  const message = query.toBuffer();
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  const socket = connect({ host, port });
  try {
    await within(signal, once(socket, 'connect'));
    socket.write(Buffer.concat([length, message]));
    return Packet.parse(await within(signal, Packet.readStream(socket)));
  } finally {
    socket.on('error', () => socket.destroy());
    socket.destroy();
  }
}

function replyOf(packet: Packet, { name, type, recursive }: Question): Reply {
  const { rcode, aa } = packet.header;
  if (rcode === Packet.RCODE.NXDOMAIN) return { values: [], ttlSeconds: undefined };
  if (rcode !== Packet.RCODE.NOERROR) throw new NoAnswer(rcodeName(rcode));
  const asked = canonical(name);
  // An address may stand at the end of a chain of aliases; other records are the name's own.
  const chained = type === 'A' || type === 'AAAA';
  const records = packet.answers.filter(
    (record) => record.type === Packet.TYPE[type] && (chained || canonical(record.name) === asked),
  );
  if (records.length === 0 && packet.answers.length === 0 && !recursive && aa !== 1) {
    throw new NoAnswer('not its zone');
  }
  const ttlSeconds = records.length === 0 ? undefined : Math.min(...records.map((r) => r.ttl));
  return { values: records.map(textOf), ttlSeconds };
}

function textOf(record: Packet['answers'][number]): string {
  const { address, domain, ns, data } = record;
  if (address !== undefined) return address;
  const target = domain ?? ns;
  if (target !== undefined) return canonical(target);
  return Array.isArray(data) ? data.join('') : String(data ?? '');
}

/** Names are the same in upper and lower case, with and without the dot of the root. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function rcodeName(rcode: number): string {
  const known = Object.entries(Packet.RCODE).find(([, code]) => code === rcode);
  return known?.[0] ?? `RCODE ${rcode}`;
}
