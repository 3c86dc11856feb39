/** The authoritative name servers of every zone in the lab, over UDP and TCP, one per caller. */

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type DnsHandler, Packet, type Resource, TCPServer, UDPServer } from 'dns2';
import type { RecordType } from '../../core/net.ts';
import { never } from '../../core/never.ts';
import type { AzureWorld } from '../world/azure.ts';
import { networkOf, type Origin } from './geography.ts';
import { pause } from './pause.ts';
import { canonical, type NameRecord, recordTypes, resolve } from './resolve.ts';

export interface NameServers {
  /** The same for UDP and TCP. */
  portOf(origin: Origin): number;
  close(): Promise<void>;
}

type DnsWorld = Pick<AzureWorld, 'answer' | 'faults'>;

export async function openNameServers(
  world: DnsWorld,
  origins: readonly Origin[],
): Promise<NameServers> {
  const closing = new AbortController();
  const servers = new Map<Origin, NameServer>();
  for (const origin of origins) {
    servers.set(origin, await open(handlerFor(world, origin, closing.signal)));
  }
  return {
    portOf(origin) {
      const server = servers.get(origin);
      if (server !== undefined) return server.port;
      throw new Error(`the lab has no name server for ${origin}`);
    },
    async close() {
      closing.abort();
      await Promise.all([...servers.values()].map((server) => server.close()));
    },
  };
}

interface NameServer {
  readonly port: number;
  close(): Promise<void>;
}

async function open(handle: DnsHandler): Promise<NameServer> {
  const sockets = new Set<Socket>();
  const tcp = new TCPServer(handle);
  tcp.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = listening(tcp.address());
  const udp = new UDPServer(handle);
  // Resolvers ask again over TCP at the port they asked over UDP, so both are the same.
  await udp.listen(port, '127.0.0.1');
  return {
    port,
    async close() {
      const closed = [once(tcp, 'close'), once(udp, 'close')];
      for (const socket of sockets) socket.destroy();
      tcp.close();
      udp.close();
      await Promise.all(closed);
    },
  };
}

function handlerFor(world: DnsWorld, origin: Origin, closing: AbortSignal): DnsHandler {
  return (request, send, client) => {
    reply(request)
      .then(async (said) => {
        if (said === 'hang up' && 'destroy' in client) client.destroy();
        else if (said instanceof Packet) await send(said);
      })
      .catch((error: unknown) => {
        // A question that was being thought about when the lab closed gets no answer.
        if (!closing.aborted) throw error;
      });
  };

  async function reply(request: Packet): Promise<Packet | 'silence' | 'hang up'> {
    const name = canonical(request.questions[0]?.name ?? '');
    const treatment = world.faults.treat([`dns/${name}`, networkOf(origin)]);
    switch (treatment.is) {
      case 'silent':
        return 'silence';
      // Over UDP there is nothing to hang up: no answer comes.
      case 'refused':
      case 'reset':
      case 'badTls':
        return 'hang up';
      case 'status':
        return Packet.createErrorResponseFromRequest(request, Packet.RCODE.SERVFAIL);
      case 'served':
        await pause(treatment.delayMs, closing);
        return answer(world, request);
      default:
        return never(treatment);
    }
  }
}

/** One question answered with authority: aliases first, each with the TTL its zone gives it. */
function answer(world: DnsWorld, request: Packet): Packet {
  const question = request.questions[0];
  if (question === undefined || request.header.opcode !== 0) {
    return Packet.createErrorResponseFromRequest(request, Packet.RCODE.NOTIMP);
  }
  const type = typeNamed(question.type);
  const found = resolve(world, question.name, type ?? 'A');
  const response = Packet.createResponseFromRequest(request);
  response.header.aa = 1;
  if (type !== undefined) response.answers.push(...found.records.flatMap(written));
  if (!found.exists) response.header.rcode = Packet.RCODE.NXDOMAIN;
  return response;
}

/** Undefined for a type the lab's zones have no records of. */
function typeNamed(code: number): RecordType | undefined {
  return recordTypes.find((type) => Packet.TYPE[type] === code);
}

function written(record: NameRecord): readonly Resource[] {
  return record.values.map((value) =>
    Object.assign(new Packet.Resource(record.name, Packet.TYPE[record.type], Packet.CLASS.IN), {
      ttl: record.ttlSeconds,
      ...held(record.type, value),
    }),
  );
}

function held(type: RecordType, value: string): Partial<Resource> {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { address: value };
    case 'CNAME':
      return { domain: value };
    case 'NS':
      return { ns: value };
    case 'TXT':
      return { data: value };
    default:
      return never(type);
  }
}

function listening(address: AddressInfo | string | null): AddressInfo {
  if (typeof address === 'object' && address !== null) return address;
  throw new Error('a name server does not listen');
}
