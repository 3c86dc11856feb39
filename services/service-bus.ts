/** Service Bus Premium: two paired namespaces behind a geo-disaster-recovery alias. */

import * as z from 'zod';
import type { CheckSpec, ServiceKind } from '../core/kinds.ts';
import { other, type Side, sides } from '../core/names.ts';
import { never } from '../core/never.ts';
import type { StepSpec } from '../core/plan.ts';
import { headerName, host, namespaceId, path, secretRef, shortName, siteId } from './fields.ts';
import { outsidePrimary } from './locations.ts';

const side = z.strictObject({
  namespace: namespaceId.describe('The ARM id of the namespace.'),
  host: host.optional().describe('By default <namespace>.servicebus.windows.net'),
});

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entra') }),
  z.strictObject({
    kind: z.literal('sas'),
    keyName: z.string().min(1).describe('A rule with Send and Listen on the probe queue only.'),
    key: secretRef,
  }),
]);

const queue = z.strictObject({
  queue: z.string().min(1).describe('A queue of its own, that nobody else reads.'),
  auth: auth.describe('A SAS key tells an outage of Service Bus from one of Entra.'),
  ttlMs: z.int().min(1_000).max(300_000).optional().describe('How long a message may be left.'),
});

/** For a namespace that only its own network can reach. */
const relayed = z.strictObject({
  relay: z.strictObject({
    primary: z.strictObject({ host: host.describe('A gateway beside the namespace.') }),
    secondary: z.strictObject({ host: host.describe('A gateway beside the namespace.') }),
    path: path.describe(
      'Its operation that sends and receives, and answers with the hops it went.',
    ),
    key: secretRef.optional().describe('Its subscription key.'),
    header: headerName.default('Ocp-Apim-Subscription-Key'),
  }),
});

const settings = z
  .strictObject({
    alias: z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/,
        'must be the name of an alias -> Write its name alone, without .servicebus.windows.net.',
      ),
    host: host.optional().describe('By default <alias>.servicebus.windows.net'),
    primary: side,
    secondary: side,
    probe: z.union([queue, relayed]),
    consumers: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Queues, and subscriptions as topic/subscription, whose consumers must be seen to have come along.',
      ),
    restart: z
      .strictObject({
        primary: z.array(siteId).min(1).describe('Apps that receive while the primary serves.'),
        secondary: z.array(siteId).min(1).describe('Those while the secondary does.'),
      })
      .optional()
      .describe('Apps to restart after a move whose consumers are not seen to have come along.'),
    emptiedBy: z
      .enum(['people', 'farwatch'])
      .default('people')
      .describe('Who deletes the queues and topics of the side that was left, once it is drained.'),
  })
  .refine((s) => s.primary.namespace.toLowerCase() !== s.secondary.namespace.toLowerCase(), {
    path: ['secondary', 'namespace'],
    error: 'is the same namespace on both sides -> Name the namespace it is paired with.',
  })
  .refine((s) => s.restart === undefined || s.consumers.length > 0, {
    path: ['restart'],
    error: 'cannot be proven -> Name under consumers what these apps receive from.',
  })
  .transform((s) => ({
    ...s,
    host: s.host ?? busHost(s.alias),
    primary: withHost(s.primary),
    secondary: withHost(s.secondary),
  }));

type Settings = z.infer<typeof settings>;

function withHost(given: z.infer<typeof side>): { namespace: string; host: string } {
  return { ...given, host: given.host ?? busHost(shortName(given.namespace)) };
}

function busHost(name: string): string {
  return `${name.toLowerCase()}.servicebus.windows.net`;
}

const namespaceOf = (side: 'we' | 'ne') =>
  `/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-bus-${side}` +
  `/providers/Microsoft.ServiceBus/namespaces/contoso-orders-${side}`;

export const serviceBus: ServiceKind<Settings> = {
  settings,
  example: {
    alias: 'contoso-orders',
    host: 'contoso-orders.servicebus.windows.net',
    primary: {
      namespace: namespaceOf('we'),
      host: 'contoso-orders-we.servicebus.windows.net',
    },
    secondary: {
      namespace: namespaceOf('ne'),
      host: 'contoso-orders-ne.servicebus.windows.net',
    },
    probe: {
      queue: 'farwatch-probe',
      auth: { kind: 'sas', keyName: 'farwatch-probe', key: 'env:ORDERS_BUS_KEY' },
      ttlMs: 30_000,
    },
    consumers: [],
    emptiedBy: 'people',
  },

  describe: ({ alias, primary, secondary }) =>
    `Service Bus ${alias} (${shortName(primary.namespace)} / ${shortName(secondary.namespace)})`,

  probes: (s, at, role) => [role === 'active' ? roundTrip(s, at) : pairing(s, at)],

  pointers: (s) => [
    {
      name: 'alias',
      kind: 'dns',
      settings: {
        name: s.host,
        type: 'CNAME',
        sides: { primary: s.primary.host, secondary: s.secondary.host },
      },
    },
  ],

  steps: (s, { move, mode, from }) => {
    switch (move) {
      case 'failover':
        return [aliasTo(s, other(from), mode === 'planned'), ...consumersAt(s, other(from))];
      case 'failback':
        // Home is the primary. A failover breaks the pairing: it is made anew before.
        return from === 'primary'
          ? []
          : [pairedFrom(s, from), aliasTo(s, 'primary', true), ...consumersAt(s, 'primary')];
      case 'repair':
        return [...(s.emptiedBy === 'farwatch' ? [emptied(s, from)] : []), pairedFrom(s, from)];
      case 'drill':
        return [];
      default:
        return never(move);
    }
  },

  checks: (s) => [
    {
      name: 'pair',
      kind: 'alias-paired',
      // On the way home the pair is made anew, by a step.
      move: 'failover',
      settings: {
        alias: s.alias,
        primary: s.primary.namespace,
        secondary: s.secondary.namespace,
      },
    },
    ...sides.map((side): CheckSpec => left(s, side)),
    outsidePrimary([s.secondary.namespace]),
  ],
};

/** What a move away from `from` would leave behind. */
function left({ probe, ...s }: Settings, from: Side): CheckSpec {
  const except = 'queue' in probe ? [probe.queue] : [];
  const settings = { namespace: s[from].namespace, except };
  return { name: `left-in-${from}`, kind: 'messages-left', settings, from };
}

function aliasTo({ alias, ...s }: Settings, to: Side, safe: boolean): StepSpec {
  const settings = { namespace: s[to].namespace, alias, safe };
  return { name: `alias-to-${to}`, kind: 'service-bus-alias', phase: 'data', settings };
}

/** After the receivers, so that those that a move itself enables are among them. */
function consumersAt({ consumers: entities, ...s }: Settings, at: Side): readonly StepSpec[] {
  if (entities.length === 0) return [];
  const settings = { namespace: s[at].namespace, left: s[other(at)].namespace, entities };
  const sites = s.restart?.[at];
  return [
    { name: `consumers-at-${at}`, kind: 'service-bus-consumers', phase: 'traffic', settings },
    ...(sites === undefined ? [] : [restarted(at, { ...settings, sites })]),
  ];
}

function restarted(at: Side, settings: object): StepSpec {
  return { name: `restart-at-${at}`, kind: 'app-restart', phase: 'traffic', settings };
}

/** `from` leads; the other side is made its partner again. */
function pairedFrom({ alias, ...s }: Settings, from: Side): StepSpec {
  const to = other(from);
  const settings = { namespace: s[from].namespace, partner: s[to].namespace, alias };
  return { name: `pair-with-${to}`, kind: 'service-bus-pair', phase: 'protect', settings };
}

function emptied({ alias, ...s }: Settings, from: Side): StepSpec {
  const at = other(from);
  const settings = { namespace: s[at].namespace, leader: s[from].namespace, alias };
  return { name: `empty-${at}`, kind: 'service-bus-emptied', phase: 'protect', settings };
}

/** The namespace under its own name, so that a side is judged whatever the alias says. */
function roundTrip({ probe, ...s }: Settings, at: Side) {
  if ('relay' in probe) {
    const { primary: _primary, secondary: _secondary, ...operation } = probe.relay;
    const { host: gateway } = probe.relay[at];
    const settings = { ...operation, host: gateway, behind: s[at].host };
    return { name: 'round-trip', kind: 'relay', settings };
  }
  // Only an identity needs a right, and a right needs the id of what it is given on.
  const entra = probe.auth.kind === 'entra' && { namespace: s[at].namespace };
  return {
    name: 'round-trip',
    kind: 'service-bus',
    settings: { through: 'amqp', host: s[at].host, ...probe, ...entra },
  };
}

/** A paired passive namespace refuses all messages, so its health is what ARM says of the pair. */
function pairing(s: Settings, at: Side) {
  return {
    name: 'pairing',
    kind: 'service-bus',
    settings: {
      through: 'arm',
      namespace: s[at].namespace,
      alias: s.alias,
      expect: 'Secondary',
    },
  };
}
