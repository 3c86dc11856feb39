/** Service Bus namespaces: queues of messages with locks and ends, reached by host. */

import type { BusEntity } from '../../core/azure.ts';
import type { AliasState } from './aliases.ts';
import { type BusMessage, type BusState, Denied, type Layout } from './azure.ts';
import {
  entitiesIn,
  live,
  type Message,
  removeFrom,
  replicate,
  type Space,
  spaceAt,
  spacesOf,
  storesOf,
} from './bus-spaces.ts';
import type { Timeline } from './timeline.ts';

export interface ServiceBus extends BusState {
  /** Called after each send, with the namespace and the queue that took it. */
  watch(told: (namespace: string, queue: string) => void): void;
  entities(namespace: string): readonly BusEntity[];
  remove(entity: string): void;
  /** As a pairing does it, from one namespace to the other. */
  replicate(from: string, to: string): void;
}

const lockMs = 30_000;

export function createServiceBus(
  layout: Layout,
  aliases: readonly AliasState[],
  timeline: Timeline,
): ServiceBus {
  const spaces = spacesOf(layout, aliases);
  const watchers: ((namespace: string, queue: string) => void)[] = [];
  let locks = 0;
  let sent = 0;

  function at(host: string): Space | undefined {
    const name = host.toLowerCase();
    const alias = aliases.find((a) => a.layout.host.toLowerCase() === name);
    return spaces.get(alias === undefined ? name : hostOf(alias));
  }

  function openAt(host: string): Space | undefined {
    timeline.catchUp();
    const space = at(host);
    if (space?.isPassive()) {
      const text = 'The namespace is the passive one of a pair: data access is refused.';
      throw new Denied(401, 'amqp:unauthorized-access', text);
    }
    return space;
  }

  function queueAt(host: string, queue: string): Message[] {
    const store = openAt(host)?.stores.get(queue.toLowerCase());
    if (store === undefined) throw notFound(queue);
    store.accessedAt = timeline.now();
    return live(store, timeline.now());
  }

  function locked(host: string, queue: string, lock: string): Message[] {
    const messages = queueAt(host, queue);
    const held = messages.some((m) => m.lock === lock && m.lockedUntil > timeline.now());
    if (held) return messages;
    throw new Denied(410, 'com.microsoft:message-lock-lost', 'The lock supplied is invalid.');
  }

  return {
    watch: (told) => watchers.push(told),
    resolve(host) {
      timeline.catchUp();
      const space = at(host);
      return space && { namespace: space.id, region: space.region };
    },
    send(host, queue, { id, body, ttlMs, delayMs = 0 }) {
      const now = timeline.now();
      const space = openAt(host);
      const stores = space === undefined ? [] : storesOf(space, queue);
      if (space === undefined || stores.length === 0) throw notFound(queue);
      for (const store of stores) {
        const expiresAt = (now + delayMs + ttlMs) as BusMessage['expiresAt'];
        const state = { lock: undefined, lockedUntil: 0, from: now + delayMs, deadLettered: false };
        sent += 1;
        store.messages.push({ id, body, expiresAt, sequence: sent, enqueuedAt: now, ...state });
        store.accessedAt = now;
      }
      for (const told of watchers) told(space.id, queue.toLowerCase());
    },
    lock(host, queue) {
      const now = timeline.now();
      const message = queueAt(host, queue).find(
        (m) => m.lockedUntil <= now && m.from <= now && !m.deadLettered,
      );
      if (message === undefined) return undefined;
      locks += 1;
      const lock = `lock-${locks}`;
      Object.assign(message, { lock, lockedUntil: now + lockMs });
      return { id: message.id, body: message.body, expiresAt: message.expiresAt, lock };
    },
    peek(host, queue, { deadLetters, from, max }) {
      const store = openAt(host)?.stores.get(queue.toLowerCase());
      if (store === undefined) throw notFound(queue);
      const now = timeline.now();
      return live(store, now)
        .filter((m) => m.deadLettered === deadLetters && m.sequence >= from)
        .slice(0, max)
        .map(({ id, body, expiresAt, sequence, enqueuedAt, from: due }) => {
          const state = due > now ? 'scheduled' : 'active';
          return { id, body, expiresAt, sequence, enqueuedAt, state };
        });
    },
    complete(host, queue, lock) {
      const messages = locked(host, queue, lock);
      const done = messages.findIndex((m) => m.lock === lock);
      messages.splice(done, 1);
    },
    release(host, queue, lock) {
      const message = locked(host, queue, lock).find((m) => m.lock === lock);
      if (message !== undefined) Object.assign(message, { lock: undefined, lockedUntil: 0 });
    },
    deadLetter(host, queue, lock) {
      const message = locked(host, queue, lock).find((m) => m.lock === lock);
      if (message === undefined) return;
      Object.assign(message, { lock: undefined, lockedUntil: 0, deadLettered: true });
    },
    drain(namespace) {
      timeline.catchUp();
      for (const { messages } of spaceAt(spaces, namespace).stores.values()) messages.splice(0);
    },
    counts(namespace) {
      timeline.catchUp();
      const { stores } = spaceAt(spaces, namespace);
      const counts = [...stores].map(([n, store]) => [n, live(store, timeline.now()).length]);
      return Object.fromEntries(counts);
    },
    entities(namespace) {
      timeline.catchUp();
      return entitiesIn(spaceAt(spaces, namespace), timeline.now());
    },
    remove(entity) {
      removeFrom(spaceAt(spaces, entity.replace(/\/(queues|topics)\/[^/]+$/i, '')), entity);
    },
    replicate: (from, to) => replicate(spaceAt(spaces, from), spaceAt(spaces, to)),
  };
}

function hostOf({ layout, leads }: AliasState): string {
  return layout.namespaces[leads].host.toLowerCase();
}

function notFound(queue: string): Denied {
  return new Denied(404, 'amqp:not-found', `The messaging entity '${queue}' could not be found.`);
}
