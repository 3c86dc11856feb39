/** Shared access rules of Service Bus: what whoever listens by one may do, in ARM's words. */

import { busRightsIn, namespaceOf } from '../../core/bus-rules.ts';
import { type Side, sides } from '../../core/names.ts';
import { type Caller, Denied, type Layout } from './azure.ts';
import { among, type Keeper } from './keepers.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

/** A shared access rule of Service Bus, by which the receivers of a side listen. */
export interface BusRuleLayout {
  readonly id: string;
  readonly side: Side;
  /** When the lab begins. */
  readonly rights: readonly string[];
}

export interface BusRules extends Keeper {
  /** Whether a receiver that signs with a key of this rule is let in. */
  mayListen(rule: string): boolean;
}

const known = ['Listen', 'Manage', 'Send'];
/** A region of neither side, so that no darkness of theirs takes it along. */
const elsewhere = 'swedencentral';

export function createBusRules(
  { busRules = [], aliases, regions }: Layout,
  { timeline, book }: { readonly timeline: Timeline; readonly book: WriteBook },
): BusRules {
  const kept = new Map(busRules.map(({ id, rights }) => [id.toLowerCase(), rights]));
  const namespaces = new Set(busRules.map(({ id }) => namespaceOf(id).toLowerCase()));

  function at(id: string): readonly string[] {
    timeline.catchUp();
    const rights = kept.get(id.toLowerCase());
    if (rights !== undefined) return rights;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function locationOf(namespace: string): string {
    const same = (id: string) => id.toLowerCase() === namespace.toLowerCase();
    const found = aliases.flatMap(({ namespaces: of }) =>
      sides.filter((side) => same(of[side].id)),
    );
    return found[0] === undefined ? elsewhere : regions[found[0]];
  }

  function wireOf(id: string) {
    const name = id.split('/').at(-1);
    if (namespaces.has(id.toLowerCase())) {
      const sku = { name: 'Premium', tier: 'Premium', capacity: 1 };
      const properties = { provisioningState: 'Succeeded' };
      return {
        id,
        name,
        type: 'Microsoft.ServiceBus/Namespaces',
        location: locationOf(id),
        sku,
        properties,
      };
    }
    const type = 'Microsoft.ServiceBus/Namespaces/AuthorizationRules';
    return { id, name, type, properties: { rights: at(id) } };
  }

  return {
    keeps: (id) => among(busRules.map((one) => one.id))(id) || namespaces.has(id.toLowerCase()),
    mayListen: (rule) => at(rule).includes('Listen'),
    resource: wireOf,
    put(by: Caller, id: string, body: unknown) {
      const of = /\/(queues|topics)\/[^/]+\/authorizationRules\//i.exec(id)?.[1]?.toLowerCase();
      const part = of === undefined ? '' : `/${of}`;
      const operation = `Microsoft.ServiceBus/namespaces${part}/authorizationRules/write`;
      book.admit(by, operation, id);
      const before = at(id);
      const rights = busRightsIn(body) ?? [];
      if (rights.length === 0 || rights.some((right) => !known.includes(right))) {
        throw new Denied(400, 'BadRequest', 'A rule needs rights, of Manage, Send and Listen.');
      }
      kept.set(id.toLowerCase(), rights);
      book.keep(by, operation, id, `${before.join(' ')} to ${rights.join(' ')}`);
      return 'replaced';
    },
  };
}
