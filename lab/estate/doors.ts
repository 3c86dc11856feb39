/** Opens the loopback listeners by which the lab is entered, and closes everything that came in. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Layout } from '../world/azure.ts';
import { areas, type Door, type Origin } from './geography.ts';

export interface Doors {
  portOf(door: Pick<Door, 'origin' | 'area' | 'speaks'>): number;
  /** Connections still open. */
  open(): number;
  /** Ends every connection, however silent, and stops listening. */
  close(): Promise<void>;
}

/** `welcome` is given each connection together with the door it came in by. */
export async function openDoors(
  layout: Layout,
  origins: readonly Origin[],
  welcome: (socket: Socket, door: Door) => void,
): Promise<Doors> {
  const inside = new Set<Socket>();
  const listeners = new Map<string, Server>();

  async function hang(door: Door): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      inside.add(socket);
      socket.once('close', () => inside.delete(socket));
      // A caller that goes without a word is no event here; without a listener it would be a crash.
      socket.on('error', () => socket.destroy());
      welcome(socket, door);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    listeners.set(keyOf(door), server);
  }

  await Promise.all(doorsOf(layout, origins).map(hang));
  return {
    portOf: (door) => portOf(listeners.get(keyOf(door)), keyOf(door)),
    open: () => inside.size,
    async close() {
      const gone = [...inside].map(leave);
      await Promise.all([...gone, ...[...listeners.values()].map(closeServer)]);
    },
  };
}

function doorsOf(layout: Layout, origins: readonly Origin[]): readonly Door[] {
  return origins.flatMap((origin) =>
    areas.flatMap((area) => {
      const region = area === 'global' ? undefined : layout.regions[area];
      const https: Door = { origin, area, region, speaks: 'https' };
      return region === undefined ? [https] : [https, { ...https, speaks: 'amqp' as const }];
    }),
  );
}

function keyOf(door: Pick<Door, 'origin' | 'area' | 'speaks'>): string {
  return `${door.origin} ${door.area} ${door.speaks}`;
}

function portOf(server: Server | undefined, key: string): number {
  const address = server?.address();
  if (isListening(address)) return address.port;
  throw new Error(`the lab has no door for: ${key}`);
}

function isListening(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** Resolves when it is closed; `once` would take its error, which is only ours, for a failure. */
function leave(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy(new Error('the lab is closing'));
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
