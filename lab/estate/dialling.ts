/** Where a call to a host of Azure really goes: its address by the lab's zones, then a door. */

import { isIP } from 'node:net';
import type { Dial } from '../../adapters/local/dial.ts';
import type { AzureWorld } from '../world/azure.ts';
import { loopback } from './authority.ts';
import type { NameServers } from './dns.ts';
import type { Doors } from './doors.ts';
import { type Area, areaAt, type Origin, placesOn } from './geography.ts';
import { addressFor } from './resolve.ts';

/** Nobody listens on this port of the loopback: a call to it is refused at once. */
const closedPort = 1;

/**
 * Rejects with `ENOTFOUND` for a name that does not exist. Callers are taken to have a resolver
 * that remembers, so breaking `dns` does not keep them from calling; it is asked as such. Only
 * `refused` is told here, by a port nobody listens on; every other fault shows itself later.
 */
export function dialFrom(
  origin: Origin,
  world: Pick<AzureWorld, 'answer' | 'faults' | 'placesOf' | 'layout'>,
  at: { readonly doors: Doors; readonly names: NameServers },
): Dial {
  function portFor(area: Area, port: number): number | undefined {
    if (port === 53) return at.names.portOf(origin);
    if (port === 443) return at.doors.portOf({ origin, area, speaks: 'https' });
    if (port !== 5671 || area === 'global') return undefined;
    return at.doors.portOf({ origin, area, speaks: 'amqp' });
  }

  function refuses(host: string, area: Area, port: number): boolean {
    const region = area === 'global' ? undefined : world.layout.regions[area];
    const way = placesOn({ origin, region, speaks: port === 5671 ? 'amqp' : 'https' });
    return world.faults.treat([...world.placesOf(host), ...way]).is === 'refused';
  }

  return async (host, port) => {
    if (host === loopback || host.startsWith('127.')) return { host, port };
    const resolver = port === 53 ? at.names.resolverAt(host, origin) : undefined;
    if (resolver !== undefined) return { host: '127.0.0.1', port: resolver };
    const address = isIP(host) === 0 ? addressFor(world, host) : host;
    const area = address === undefined ? undefined : areaAt(address);
    if (area === undefined) throw notFound(host);
    const door = refuses(host, area, port) ? undefined : portFor(area, port);
    // AMQP clients take the name they dial for the name they expect to meet in the certificate.
    return { host: port === 5671 ? loopback : '127.0.0.1', port: door ?? closedPort };
  };
}

function notFound(host: string): Error {
  const told = { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: host };
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), told);
}
