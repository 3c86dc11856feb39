/** What Service Bus namespaces hold: queues, topics with subscriptions, and the messages in them. */

import type { BusEntity } from '../../core/azure.ts';
import { type Instant, type Region, sides } from '../../core/names.ts';
import type { AliasState } from './aliases.ts';
import { type BusMessage, Denied, type Layout } from './azure.ts';

export interface Message extends BusMessage {
  readonly sequence: number;
  readonly enqueuedAt: Instant;
  lock: string | undefined;
  lockedUntil: number;
  /** Scheduled until then. */
  from: number;
  deadLettered: boolean;
}

/** Of one queue or subscription. */
export interface Store {
  readonly messages: Message[];
  accessedAt: number | undefined;
}

/** Of one namespace. */
export interface Space {
  readonly id: string;
  readonly region: Region;
  /** By path, in lower case: `orders`, or `invoices/subscriptions/erp`. */
  readonly stores: Map<string, Store>;
  /** With their subscriptions, both in lower case. */
  readonly topics: Map<string, readonly string[]>;
  /** A paired passive namespace refuses everybody. */
  readonly isPassive: () => boolean;
}

/** By host, in lower case. */
export type Spaces = ReadonlyMap<string, Space>;

export function spacesOf(layout: Layout, aliases: readonly AliasState[]): Spaces {
  const spaces = new Map<string, Space>();
  for (const alias of aliases) {
    const shared = { stores: new Map(), topics: new Map() };
    for (const side of sides) {
      const { id, host } = alias.layout.namespaces[side];
      const isPassive = () => alias.paired && side !== alias.leads;
      const space = { id, region: layout.regions[side], isPassive };
      const own = { stores: new Map(), topics: new Map() };
      const held = alias.layout.replicated ? shared : own;
      spaces.set(host.toLowerCase(), furnished({ ...space, ...held }, alias));
    }
  }
  return spaces;
}

function furnished(space: Space, { layout }: AliasState): Space {
  for (const name of new Set([...layout.queues, layout.orders])) {
    space.stores.set(name.toLowerCase(), emptyStore());
  }
  for (const [topic, subscriptions] of Object.entries(layout.topics ?? {})) {
    const name = topic.toLowerCase();
    const below = subscriptions.map((one) => one.toLowerCase());
    space.topics.set(name, below);
    for (const one of below) space.stores.set(`${name}/subscriptions/${one}`, emptyStore());
  }
  return space;
}

/** The stores that a message sent to a queue or a topic comes to lie in. */
export function storesOf(space: Space, entity: string): readonly Store[] {
  const name = entity.toLowerCase();
  const below = space.topics.get(name)?.map((one) => `${name}/subscriptions/${one}`);
  return (below ?? [name]).flatMap((path) => space.stores.get(path) ?? []);
}

export function spaceAt(spaces: Spaces, namespace: string): Space {
  const found = [...spaces.values()].find(({ id }) => id.toLowerCase() === namespace.toLowerCase());
  if (found !== undefined) return found;
  throw new Denied(404, 'ResourceNotFound', `The namespace '${namespace}' was not found.`);
}

/** As ARM lists them. */
export function entitiesIn(space: Space, now: number): readonly BusEntity[] {
  const stored = [...space.stores].map(([path, store]) => told(space, path, store, now));
  const topics = [...space.topics.keys()].map((name): BusEntity => {
    const counts = { active: 0, scheduled: 0, deadLettered: 0 };
    return {
      id: `${space.id}/topics/${name}`,
      kind: 'topic',
      name,
      ...counts,
      accessedAt: undefined,
    };
  });
  return [...stored, ...topics].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function told(space: Space, path: string, store: Store, now: number): BusEntity {
  const messages = live(store, now);
  const [topic, subscription] = path.split('/subscriptions/');
  const inTopic = subscription !== undefined;
  return {
    id: `${space.id}/${inTopic ? 'topics' : 'queues'}/${path}`,
    kind: inTopic ? 'subscription' : 'queue',
    name: inTopic ? `${topic}/${subscription}` : path,
    active: messages.filter((m) => !m.deadLettered && m.from <= now).length,
    scheduled: messages.filter((m) => !m.deadLettered && m.from > now).length,
    deadLettered: messages.filter((m) => m.deadLettered).length,
    accessedAt: store.accessedAt as Instant | undefined,
  };
}

/** A queue, or a topic with all its subscriptions. */
export function removeFrom(space: Space, id: string): void {
  const [, name = ''] = /\/(?:queues|topics)\/([^/]+)$/i.exec(id.toLowerCase()) ?? [];
  space.stores.delete(name);
  for (const below of space.topics.get(name) ?? []) {
    space.stores.delete(`${name}/subscriptions/${below}`);
  }
  space.topics.delete(name);
}

/** A pairing copies what is there, and none of what lies in it. */
export function replicate(from: Space, to: Space): void {
  for (const [topic, below] of from.topics) to.topics.set(topic, below);
  for (const path of from.stores.keys()) {
    if (!to.stores.has(path)) to.stores.set(path, emptyStore());
  }
}

/** Drops what has expired, in place; a dead letter never does. */
export function live({ messages }: Store, now: number): Message[] {
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    const over = message !== undefined && message.expiresAt <= now && !message.deadLettered;
    if (over) messages.splice(at, 1);
  }
  return messages;
}

function emptyStore(): Store {
  return { messages: [], accessedAt: undefined };
}
