/** Every host of the lab: what it is, in which region, and so what breaks it. */

import { type Region, type Side, sides } from '../../core/names.ts';
import type {
  AccountLayout,
  AliasLayout,
  GatewayLayout,
  Layout,
  NameLayout,
  Place,
  TopicLayout,
  WorkflowLayout,
} from './azure.ts';

export type Host = Readonly<
  | { is: 'gateway'; region: Region; gateway: GatewayLayout }
  | { is: 'callbacks'; region: Region; workflows: readonly WorkflowLayout[] }
  | { is: 'namespace'; region: Region; alias: AliasLayout; side: Side }
  | { is: 'alias'; alias: AliasLayout }
  | { is: 'account'; account: AccountLayout }
  | { is: 'blobs'; region: Region; account: AccountLayout }
  | { is: 'backups'; region: Region }
  | { is: 'topic' | 'queue'; region: Region; topic: TopicLayout }
  | { is: 'public'; name: NameLayout }
  | { is: 'reference' }
  | { is: 'chain' }
  | { is: 'switch' }
  | { is: 'name server' }
  | { is: 'plane'; place: Place }
>;

export const armHost = 'management.azure.com';
export const entraHost = 'login.microsoftonline.com';
export const route53Host = 'route53.amazonaws.com';
export const slackHost = 'slack.com';

/** Of every zone of the lab, as Azure DNS names them. */
export const nameServers = [
  'ns1-01.azure-dns.com',
  'ns2-01.azure-dns.net',
  'ns3-01.azure-dns.org',
  'ns4-01.azure-dns.info',
] as const;

/** By host in lower case. */
export function hostsOf(layout: Layout): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>([
    [armHost, { is: 'plane', place: 'arm' }],
    [entraHost, { is: 'plane', place: 'entra' }],
    [route53Host, { is: 'plane', place: 'route53' }],
    [slackHost, { is: 'plane', place: 'slack' }],
  ]);
  const put = (name: string, host: Host) => hosts.set(name.toLowerCase(), host);
  for (const name of nameServers) put(name, { is: 'name server' });
  for (const name of layout.references) put(name, { is: 'reference' });
  for (const { state, set } of layout.switches ?? []) {
    for (const { url } of [state, set]) put(new URL(url).hostname, { is: 'switch' });
  }
  for (const gateway of layout.gateways) {
    put(gateway.host, { is: 'gateway', region: layout.regions[gateway.side], gateway });
  }
  for (const { host, side } of layout.relays ?? []) {
    if (hosts.has(host.toLowerCase())) continue;
    const gateway = { host, side, statusPath: '/status-0123456789abcdef' };
    put(host, { is: 'gateway', region: layout.regions[side], gateway });
  }
  for (const alias of layout.aliases) {
    put(alias.host, { is: 'alias', alias });
    for (const side of sides) {
      const region = layout.regions[side];
      put(alias.namespaces[side].host, { is: 'namespace', region, alias, side });
    }
  }
  for (const account of layout.accounts ?? []) {
    put(account.host, { is: 'account', account });
    for (const side of sides) {
      put(account.hosts[side], { is: 'blobs', region: layout.regions[side], account });
    }
  }
  for (const { host } of layout.backups ?? []) {
    put(host, { is: 'backups', region: layout.regions.secondary });
  }
  for (const topic of layout.topics ?? []) {
    const region = layout.regions[topic.side];
    put(topic.host, { is: 'topic', region, topic });
    put(new URL(topic.queue).hostname, { is: 'queue', region, topic });
  }
  for (const name of layout.names) put(name.name, { is: 'public', name });
  for (const [host, workflows] of callbacksOf(layout)) {
    const region = layout.regions[workflows[0]?.side ?? 'primary'];
    put(host, { is: 'callbacks', region, workflows });
  }
  for (const { entry, end } of layout.chains ?? []) {
    for (const { host } of [entry, end]) if (!hosts.has(host)) put(host, { is: 'chain' });
  }
  return hosts;
}

/** Workflows of one region share a callback host, as they do in Azure. */
function callbacksOf(layout: Layout): ReadonlyMap<string, readonly WorkflowLayout[]> {
  const withCallback = layout.workflows.filter((w) => w.callback !== undefined);
  return Map.groupBy(withCallback, ({ callback = '' }) => new URL(callback).hostname);
}

/** The place of a host that stays in one region, or in none. */
export function placeOf(name: string, host: Host): Place | undefined {
  const label = name.split('.')[0];
  switch (host.is) {
    case 'gateway':
      return `${host.region}/gateway/${label}`;
    case 'callbacks':
      return `${host.region}/logic`;
    case 'namespace':
      return `${host.region}/servicebus/${label}`;
    case 'topic':
      return `${host.region}/eventgrid/${label}`;
    case 'blobs':
    case 'backups':
    case 'queue':
      return `${host.region}/storage/${label}`;
    case 'reference':
      return `reference/${name}`;
    case 'chain':
      return `chain/${name}`;
    case 'switch':
      return `switch/${name}`;
    case 'name server':
      return `dns/${label}`;
    case 'plane':
      return host.place;
    case 'account':
    case 'alias':
    case 'public':
      return undefined;
  }
}
