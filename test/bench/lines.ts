/** Lines between a caller and the lab that count what is sent and take their time, as an ocean does. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Dial } from '../../adapters/local/dial.ts';

export interface Counted {
  connections: number;
  /** What the caller sent: TLS included, the headers of TCP and IP not. */
  bytesOut: number;
  /** Packets that the caller sends for it: data, acknowledgements, hello and goodbye. */
  packetsOut: number;
}

export interface Lines {
  /** Leads each dial through a line of its own. */
  through(dial: Dial): Dial;
  /** From now on an answer takes this long. */
  roundTrip(ms: number): void;
  /** What was counted since it was last asked. */
  counted(): Counted;
  close(): void;
}

const none = { connections: 0, bytesOut: 0, packetsOut: 0 };
/** SYN, its acknowledgement, FIN and the last acknowledgement. */
const packetsOfTcp = 4;
/** What a packet carries at most. */
const segment = 1_460;

export function openLines(): Lines {
  const open = new Set<Socket>();
  let counts: Counted = { ...none };
  let roundTripMs = 0;

  /** Half of a round trip in each direction. */
  function carry(from: Socket, to: Socket, heard: (bytes: number) => void): void {
    const after = (deed: () => void) => {
      if (roundTripMs === 0) deed();
      else setTimeout(deed, roundTripMs / 2);
    };
    from.on('data', (part) => {
      heard(part.length);
      after(() => to.writable && to.write(part));
    });
    from.on('close', () => after(() => to.destroy()));
    from.on('error', () => from.destroy());
  }

  async function lineTo(place: { readonly host: string; readonly port: number }) {
    const server = createServer((near) => {
      server.close();
      const far = connect({ ...place, noDelay: true });
      for (const socket of [near, far]) open.add(socket);
      counts.connections += 1;
      counts.packetsOut += packetsOfTcp;
      carry(near, far, (bytes) => {
        counts.bytesOut += bytes;
        counts.packetsOut += Math.ceil(bytes / segment);
      });
      // Every second packet is acknowledged, and the last of a burst.
      carry(far, near, (bytes) => {
        counts.packetsOut += Math.ceil(bytes / (2 * segment));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the line has no port');
    return { host: place.host, port: address.port };
  }

  return {
    through: (dial) => async (host, port) => {
      // Name servers are asked by datagrams: one out, one back.
      if (port === 53) return dial(host, port);
      const line = await lineTo(await dial(host, port));
      // The handshake of TCP is a round trip too.
      if (roundTripMs > 0) await new Promise((resolve) => setTimeout(resolve, roundTripMs));
      return line;
    },
    roundTrip(ms) {
      roundTripMs = ms;
    },
    counted() {
      const told = counts;
      counts = { ...none };
      return told;
    },
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}
