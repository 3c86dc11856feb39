/** The Service Bus aliases and namespaces that a watch file describes. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { AliasLayout } from './azure.ts';
import { type Asked, probesOf, read, type SettingsOf, stepsOf } from './specs.ts';

/** What orders travel through; no probe ever touches it. */
const orders = 'orders';
/** What a relay sends through: its own affair, which no file tells. */
export const relayQueue = 'farwatch-relay';

export function aliasesOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly AliasLayout[] {
  const probes = probesOf(service, read.bus);
  const pointer = probesOf(service, read.dns)[0]?.settings;
  const relayed = probesOf(service, read.relay);
  const namespaces = sides.map((side) => namespaceOf(side, probes, relayed));
  const replicated = replicatedOf(service, secrets);
  if (replicated.length > 0) return replicated;
  const [primary, secondary] = namespaces;
  if (primary === undefined || secondary === undefined || pointer === undefined) return [];

  const { amqp, sas } = amqpOf(service, secrets);
  const apps = appsOf(service);
  return [
    {
      alias: primary.alias,
      host: pointer.name,
      namespaces: { primary, secondary },
      queues: [
        ...new Set([...amqp.map((s) => s.queue), ...(relayed.length > 0 ? [relayQueue] : [])]),
      ],
      orders,
      ...(sas && { sas }),
      ...(apps && { apps }),
    },
  ];
}

/** One namespace in both regions, whose name leads to whichever of the two has the part of the leader. */
function replicatedOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly AliasLayout[] {
  const told = probesOf(service, read.replica).find(({ settings: s }) => s.of === 'service-bus');
  const { amqp, sas } = amqpOf(service, secrets);
  const host = amqp[0]?.host;
  if (told === undefined || host === undefined) return [];
  const { resource: id, ...locations } = told.settings;
  const name = id.slice(id.lastIndexOf('/') + 1);
  const at = (side: Side) => ({ id, host: host.replace('.', `-${locations[side]}.`) });
  const namespaces = { primary: at('primary'), secondary: at('secondary') };
  const queues = [...new Set(amqp.map(({ queue }) => queue))];
  return [{ alias: name, host, namespaces, queues, orders, replicated: true, ...(sas && { sas }) }];
}

function appsOf(service: Service): AliasLayout['apps'] {
  const restarts = stepsOf(service, read.restart);
  const at = (side: Side) => restarts.find(({ to }) => to === side)?.settings.sites ?? [];
  return restarts.length === 0 ? undefined : { primary: at('primary'), secondary: at('secondary') };
}

function amqpOf(service: Service, secrets: Readonly<Record<string, string>>) {
  const probes = probesOf(service, read.bus);
  const amqp = probes.flatMap(({ settings: s }) => (s.through === 'amqp' ? [s] : []));
  const auth = amqp.find((s) => s.auth.kind === 'sas')?.auth;
  const sas = auth?.kind === 'sas' && { keyName: auth.keyName, key: secrets[auth.key] ?? '' };
  return { amqp, sas };
}

/** Its host is probed while the side is active, its id while it is passive. */
function namespaceOf(
  side: Side,
  probes: readonly Asked<SettingsOf<typeof read.bus>>[],
  relayed: readonly Asked<SettingsOf<typeof read.relay>>[],
) {
  const own = probes.filter((probe) => probe.side === side).map((probe) => probe.settings);
  const direct = own.flatMap((s) => (s.through === 'amqp' ? [s.host] : []))[0];
  const host = direct ?? relayed.find((relay) => relay.side === side)?.settings.behind;
  const told = own.flatMap((s) => (s.through === 'arm' ? [s] : []))[0];
  if (host === undefined || told === undefined) return undefined;
  return { id: told.namespace, host, alias: told.alias };
}
