/** Name servers on the loopback that answer as a test says, over UDP and TCP on one port. */

import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Packet } from 'dns2';

export interface Asked {
  readonly name: string;
  readonly type: string;
  readonly over: 'udp' | 'tcp';
  readonly recursive: boolean;
}

export interface Said {
  readonly answers?: readonly Partial<Packet['answers'][number]>[];
  readonly rcode?: keyof typeof Packet.RCODE;
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
}

export interface NameServerPeer {
  readonly port: number;
  readonly at: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** `undefined` is silence. */
export async function nameServer(
  answer: (asked: Asked) => Said | undefined,
): Promise<NameServerPeer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();

  function reply(bytes: Buffer, over: Asked['over']): Buffer | undefined {
    const query = Packet.parse(bytes);
    const [question] = query.questions;
    if (question === undefined) return undefined;
    const type = Object.entries(Packet.TYPE).find(([, code]) => code === question.type)?.[0] ?? '?';
    const heard = { name: question.name, type, over, recursive: query.header.rd === 1 };
    asked.push(heard);
    const said = answer(heard);
    return said === undefined ? undefined : packetOf(query, said).toBuffer();
  }

  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      const told = reply(bytes.subarray(2), 'tcp');
      if (told === undefined) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(told.length);
      socket.end(Buffer.concat([length, told]));
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const address = tcp.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const udp = createSocket('udp4');
  udp.on('message', (bytes: Buffer, from: RemoteInfo) => {
    const told = reply(bytes, 'udp');
    if (told !== undefined) udp.send(told, from.port, from.address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');

  return {
    port,
    at: `127.0.0.1:${port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}

function packetOf(query: Packet, said: Said): Packet {
  const packet = new Packet();
  packet.header.id = query.header.id;
  packet.header.qr = 1;
  packet.header.aa = said.authoritative === false ? 0 : 1;
  packet.header.tc = said.truncated === true ? 1 : 0;
  packet.header.rcode = Packet.RCODE[said.rcode ?? 'NOERROR'];
  packet.questions = query.questions;
  packet.answers = (said.answers ?? []).map((record) => new Packet.Resource(record));
  return packet;
}

const common = { class: Packet.CLASS.IN, ttl: 60 };

export const cname = (name: string, domain: string, ttl = 60) => ({
  ...common,
  name,
  domain,
  ttl,
  type: Packet.TYPE.CNAME,
});

export const ns = (name: string, server: string) => ({
  ...common,
  name,
  ns: server,
  type: Packet.TYPE.NS,
});

export const a = (name: string, address: string) => ({
  ...common,
  name,
  address,
  type: Packet.TYPE.A,
});
