/** The authoritative name servers of every zone in the lab, and public resolvers, one of each per caller. */

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type DnsHandler, Packet, TCPServer, UDPServer } from 'dns2';
import { never } from '../../core/never.ts';
import { type AzureWorld, Denied, type Place } from '../world/azure.ts';
import { type Answering, answer } from './dns-answer.ts';
import { networkOf, type Origin } from './geography.ts';
import { pause } from './pause.ts';
import { canonical } from './resolve.ts';

export interface NameServers {
  /** Of the authoritative ones; the same for UDP and TCP. */
  portOf(origin: Origin): number;
  /** Of a public resolver; undefined: nobody resolves at that address. */
  resolverAt(address: string, origin: Origin): number | undefined;
  close(): Promise<void>;
}

type DnsWorld = Pick<AzureWorld, 'answer' | 'faults' | 'resolvers' | 'layout'>;

export async function openNameServers(
  world: DnsWorld,
  origins: readonly Origin[],
): Promise<NameServers> {
  const closing = new AbortController();
  const authorities = new Map<Origin, NameServer>();
  const resolvers = new Map<string, NameServer>();
  for (const origin of origins) {
    const opened = (voice: Voice) => open(handlerFor(world, voice, origin, closing.signal));
    authorities.set(origin, await opened(authorityOf(world)));
    for (const { address } of world.layout.resolvers ?? []) {
      resolvers.set(`${origin} ${address}`, await opened(resolverOf(world, address)));
    }
  }
  return {
    portOf(origin) {
      const server = authorities.get(origin);
      if (server !== undefined) return server.port;
      throw new Error(`the lab has no name server for ${origin}`);
    },
    resolverAt: (address, origin) => resolvers.get(`${origin} ${address}`)?.port,
    async close() {
      closing.abort();
      const all = [...authorities.values(), ...resolvers.values()];
      await Promise.all(all.map((server) => server.close()));
    },
  };
}

/** Who speaks at a port, and where a question to it passes. */
interface Voice extends Answering {
  placeOf(name: string): Place;
}

function authorityOf(world: DnsWorld): Voice {
  return {
    placeOf: (name) => `dns/${name}`,
    answer: (name, type) => world.answer(name, type),
    flags: { aa: 1 },
  };
}

function resolverOf({ resolvers }: DnsWorld, address: string): Voice {
  return {
    placeOf: () => `resolver/${address}`,
    answer: (name, type) => resolvers.ask(address, name, type),
    flags: { ra: 1 },
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

function handlerFor(
  world: DnsWorld,
  voice: Voice,
  origin: Origin,
  closing: AbortSignal,
): DnsHandler {
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
    const treatment = world.faults.treat([voice.placeOf(name), networkOf(origin)]);
    switch (treatment.is) {
      case 'silent':
        return 'silence';
      // Over UDP there is nothing to hang up: no answer comes.
      case 'refused':
      case 'reset':
      case 'badTls':
        return 'hang up';
      case 'status':
        return failed(request);
      case 'served':
        await pause(treatment.delayMs, closing);
        return answered(request);
      default:
        return never(treatment);
    }
  }

  function answered(request: Packet): Packet {
    try {
      return answer(voice, request);
    } catch (error) {
      if (error instanceof Denied) return failed(request);
      throw error;
    }
  }
}

function failed(request: Packet): Packet {
  return Packet.createErrorResponseFromRequest(request, Packet.RCODE.SERVFAIL);
}

function listening(address: AddressInfo | string | null): AddressInfo {
  if (typeof address === 'object' && address !== null) return address;
  throw new Error('a name server does not listen');
}
