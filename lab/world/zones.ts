/** What the authoritative name servers say. */

import { type Region, type Side, sides } from '../../core/names.ts';
import type { RecordType } from '../../core/net.ts';
import type { AccountState } from './accounts.ts';
import type { AliasState } from './aliases.ts';
import type { AzureWorld, Layout } from './azure.ts';
import type { HostedZones } from './hosted-zones.ts';
import { type Host, nameServers } from './hosts.ts';
import type { MultiRegions } from './multi-regions.ts';
import type { Origins } from './origins.ts';
import type { Profiles } from './profiles.ts';
import type { RecordSets } from './record-sets.ts';

type Said = ReturnType<AzureWorld['answer']>;

/** Addresses kept for documentation (RFC 5737): nothing is ever really connected there. */
export const addresses: Readonly<Record<Side | 'global', string>> = {
  primary: '192.0.2.10',
  secondary: '198.51.100.10',
  global: '203.0.113.10',
};

/** Zones that are Microsoft's own; the estate's are in the layout. */
const publicZones = [
  'azure-api.net',
  'azurewebsites.net',
  'azurefd.net',
  'trafficmanager.net',
  'servicebus.windows.net',
  'blob.core.windows.net',
  'queue.core.windows.net',
  'eventgrid.azure.net',
  'logic.azure.com',
  'azure.com',
  'microsoftonline.com',
] as const;

/** Of aliases that lead to aliases. */
const linksMax = 8;
const hostTtlSeconds = 60;
const zoneTtlSeconds = 172_800;

export interface Zones {
  answer(name: string, type: RecordType): Said;
  /** The name a name leads to at the moment, itself when it is no alias; for clients. */
  follow(name: string): string;
}

export function createZones(
  layout: Layout,
  hosts: ReadonlyMap<string, Host>,
  world: {
    recordSets: RecordSets;
    profiles: Pick<Profiles, 'shown'>;
    multiRegions: Pick<MultiRegions, 'shown'>;
    origins: Pick<Origins, 'shown'>;
    hosted: Pick<HostedZones, 'shown'>;
    aliases: readonly AliasState[];
    accounts: readonly AccountState[];
    aliasTtlSeconds: number;
  },
): Zones {
  const { aliases, accounts, aliasTtlSeconds } = world;
  const ours = [
    ...layout.names.map((name) => name.zone),
    ...(layout.hosted ?? []).map(({ name }) => name.slice(name.indexOf('.') + 1)),
    ...(layout.zones ?? []),
  ];
  const zones = new Set([...publicZones, ...ours.map((zone) => zone.toLowerCase())]);

  function pointer(name: string): { target: string; ttlSeconds: number } | undefined {
    const shown = shownBy(world, name);
    if (shown !== undefined) return shown;
    const alias = aliases.find((a) => a.layout.host.toLowerCase() === name);
    const account = accounts.find((a) => a.layout.host.toLowerCase() === name);
    if (account !== undefined) {
      const target = account.layout.hosts[account.leads].toLowerCase();
      return { target, ttlSeconds: aliasTtlSeconds };
    }
    if (alias === undefined) return undefined;
    const target = alias.layout.namespaces[alias.leads].host.toLowerCase();
    return { target, ttlSeconds: aliasTtlSeconds };
  }

  function address(name: string): Said {
    const led = pointer(name);
    if (led !== undefined) {
      const far = address(led.target);
      const ttlSeconds = Math.min(led.ttlSeconds, far?.ttlSeconds ?? led.ttlSeconds);
      return { values: far?.values ?? [], ttlSeconds };
    }
    const host = hosts.get(name);
    if (host === undefined) return undefined;
    return { values: [addressOf(host, layout)], ttlSeconds: hostTtlSeconds };
  }

  return {
    follow(asked) {
      let name = asked;
      for (let link = 0; link < linksMax; link += 1) name = pointer(name)?.target ?? name;
      return name;
    },
    answer(asked, type) {
      const name = asked.toLowerCase().replace(/\.$/, '');
      const led = pointer(name);
      if (type === 'NS' && zones.has(name)) {
        return { values: [...nameServers], ttlSeconds: zoneTtlSeconds };
      }
      if (type === 'A' && !zones.has(name)) return address(name);
      if (type === 'CNAME' && led !== undefined) {
        return { values: [led.target], ttlSeconds: led.ttlSeconds };
      }
      const exists = led !== undefined || hosts.has(name) || zones.has(name);
      return exists ? { values: [], ttlSeconds: hostTtlSeconds } : undefined;
    },
  };
}

function shownBy(
  { recordSets, ...others }: Readonly<Record<Shower, Pick<Profiles, 'shown'>>>,
  name: string,
): ReturnType<Profiles['shown']> {
  const { profiles, multiRegions, hosted, origins } = others;
  return [recordSets, profiles, multiRegions, hosted, origins]
    .map((one) => one.shown(name))
    .find((one) => one !== undefined);
}

type Shower = 'recordSets' | 'profiles' | 'multiRegions' | 'hosted' | 'origins';

function addressOf(host: Host, { regions }: Layout): string {
  const region: Region | undefined = 'region' in host ? host.region : undefined;
  return addresses[sides.find((side) => regions[side] === region) ?? 'global'];
}
