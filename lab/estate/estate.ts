/** Opens the lab's Azure on loopback: everything that a client of the real one calls. */

import type { Dial } from '../../adapters/local/dial.ts';
import type { AzureWorld } from '../world/azure.ts';
import { armHost, entraHost, route53Host } from '../world/hosts.ts';
import { serveAmqp } from './amqp.ts';
import { type ArmMeans, armSite } from './arm.ts';
import { openAuthority } from './authority.ts';
import { blobSite } from './blobs.ts';
import { dialFrom } from './dialling.ts';
import { openNameServers } from './dns.ts';
import { openDoors } from './doors.ts';
import { audiences, type Entra, type EntraMeans, openEntra } from './entra.ts';
import { type Origin, placesOn } from './geography.ts';
import { answerHandshake } from './handshake.ts';
import { type Site, serveHttps } from './https.ts';
import { route53Site } from './route53.ts';

export interface Estate {
  /** PEM of the authority that vouches for every host of it. */
  readonly ca: string;
  /** How somebody at `origin` calls: a vantage, or `operator` for the hand that moves things. */
  dialOf(origin: Origin): Dial;
  /** `127.0.0.1:<port>`: what to ask instead of the zones' own name servers. */
  dnsServersOf(origin: Origin): readonly string[];
  /** Connections that are open right now. */
  connections(): number;
  /** Ends every connection and timer, however silent. May be called again. */
  close(): Promise<void>;
}

export interface EstateOptions
  extends Pick<EntraMeans, 'tokenSeconds' | 'federated'>,
    Pick<ArmMeans, 'witness'> {
  /** Milliseconds since the epoch: what tokens and certificates go by. */
  readonly now?: () => number;
}

export async function openEstate(
  world: AzureWorld,
  { now = Date.now, witness, ...told }: EstateOptions = {},
): Promise<Estate> {
  const origins: readonly Origin[] = [...world.layout.vantages, 'operator'];
  const authority = openAuthority(now());
  const entra = openEntra({ world, now, ...told });
  const https = serveHttps(world, sitesOf(world, entra, witness));
  const amqp = serveAmqp(world, { callerOf: entra.callerFor(audiences.serviceBus), now });

  const doors = await openDoors(world.layout, origins, (raw, door) => {
    const treat = (host: string) =>
      world.faults.treat([...world.placesOf(host), ...placesOn(door)]);
    const serving = door.speaks === 'amqp' ? amqp : https;
    answerHandshake(raw, authority, treat, (socket) => serving.welcome(socket, door));
  });
  const names = await openNameServers(world, origins);

  let closed: Promise<void> | undefined;
  async function shut(): Promise<void> {
    https.close();
    amqp.close();
    await Promise.all([doors.close(), names.close()]);
  }

  return {
    ca: authority.ca,
    dialOf: (origin) => dialFrom(origin, world, { doors, names }),
    dnsServersOf: (origin) => [`127.0.0.1:${names.portOf(origin)}`],
    connections: () => doors.open(),
    close() {
      closed ??= shut();
      return closed;
    },
  };
}

function sitesOf(
  world: AzureWorld,
  entra: Entra,
  witness: ArmMeans['witness'],
): (host: string) => Site {
  const callerOf = entra.callerFor(audiences.arm);
  const arm = armSite({ world, callerOf, ...(witness === undefined ? {} : { witness }) });
  const rest: Site = {
    places: ({ host }) => world.placesOf(host),
    answer({ host, door, ...asked }) {
      const region = door.region === undefined ? {} : { region: door.region };
      return world.serve(host, { ...asked, ...region });
    },
  };
  const route53 = route53Site(world);
  const blobs = blobSite({ world, callerOf: entra.callerFor(audiences.storage) });
  const keepers = new Set(world.layout.backups?.map(({ host }) => host));
  return (host) => {
    if (host === armHost) return arm;
    if (host === route53Host) return route53;
    if (keepers.has(host)) return blobs;
    return host === entraHost ? entra.site : rest;
  };
}
