/**
 * Restarts the apps that consume from Service Bus, unless their consumers are seen to have come along.
 *
 * Azure tells of no restart when it was: the instances of an app stay what they are, and the start times of
 * its processes are shown for Windows alone, beside every secret in their environment. So what a restart is
 * for is the proof of it: since the move, each entity is received from in the namespace that leads.
 */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { Refusal, type Right, type StepKind } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import { wordsOf } from '../core/trouble.ts';
import { busNamespaceId, nameOf, siteId } from './arm-id.ts';
import { consumerReads, consumersOf } from './consumers.ts';
import { patienceWith } from './patience.ts';

const settings = z.strictObject({
  sites: z.array(siteId).min(1),
  /** The namespace that the alias leads to. */
  namespace: busNamespaceId,
  /** The one it has left. */
  left: busNamespaceId,
  /** What the apps receive from: queues, and subscriptions as `topic/subscription`. */
  entities: z.array(z.string().min(1)).min(1),
});

type Settings = z.infer<typeof settings>;

const target = z.strictObject({ since: z.number() });

const apiVersion = '2025-05-01';
const onSites = ['Microsoft.Web/sites/read', 'Microsoft.Web/sites/restart/action'];
const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';

export const appRestart: StepKind<Settings> = {
  settings,
  example: {
    sites: [`${group}/orders-ne/providers/Microsoft.Web/sites/orders-worker-ne`],
    namespace: `${group}/orders-ne/providers/Microsoft.ServiceBus/namespaces/orders-bus-ne`,
    left: `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we`,
    entities: ['orders', 'invoices/erp'],
  },
  permissions: [...onSites, ...consumerReads],
  rights: (s) => [
    ...s.sites.flatMap((scope) => onSites.map((action) => right(action, scope))),
    ...[s.namespace, s.left].flatMap((scope) =>
      consumerReads.map((action) => right(action, scope)),
    ),
  ],
  requires: ['entra', 'arm'],
  owable: false,
  irreversible: false,
  stepMsMax: 900_000,
  // An app that is slow to start must not be restarted while it does.
  settleMs: 300_000,
  describe: ({ sites, namespace }) =>
    `Restart ${sites.map(nameOf).join(', ')}, unless ${nameOf(namespace)} is received from`,
  targets: ({ sites }) => sites.map((site) => site.toLowerCase()),
  reads: (s) => [s.namespace.toLowerCase(), s.left.toLowerCase()],

  async fix(_azure, _settings, at) {
    return { value: { since: at }, says: `received from since ${new Date(at).toISOString()}` };
  },

  async inspect(azure, s, signal, fixed) {
    const since = fixed === undefined ? undefined : (target.parse(fixed).since as Instant);
    const consumers = await consumersOf(azure, s, signal, since);
    if (consumers.is === 'stuck' || (consumers.is === 'done' && since !== undefined)) {
      return consumers;
    }
    const stopped = await stoppedOf(azure, s, signal);
    if (stopped.length === 0) return { is: 'todo' };
    return { is: 'stuck', why: `${stopped.join(', ')} is not running: start it by hand` };
  },

  async apply(azure, s, signal, fixed) {
    const since = target.parse(fixed).since as Instant;
    if ((await consumersOf(azure, s, signal, since)).is === 'done') return;
    const patiently = patienceWith(azure, signal);
    let restarted = 0;
    for (const site of s.sites) {
      try {
        await patiently(() => azure.act(`${site}/restart`, apiVersion, undefined, signal));
        restarted += 1;
      } catch (error) {
        const unsent = error instanceof Refusal && error.sent === 'no' && restarted === 0;
        const message = `${restarted} apps were restarted; ${wordsOf(error)}`;
        throw new Refusal({ message, sent: unsent ? 'no' : 'maybe', cause: error });
      }
    }
  },
};

/** To restart what is stopped on purpose would leave it stopped, and look like work. */
async function stoppedOf(
  azure: AzureReader,
  { sites }: Settings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const told = await Promise.all(
    sites.map(async (site) => {
      const { properties } = Object(await azure.resource(site, apiVersion, signal));
      return { site, state: Object(properties).state };
    }),
  );
  return told.filter(({ state }) => state !== 'Running').map(({ site }) => nameOf(site));
}

function right(action: string, scope: string): Right {
  return { action, scope, plane: 'control' };
}
