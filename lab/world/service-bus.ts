/** Service Bus namespaces: queues of messages with locks and ends, reached by host. */

import { type Region, sides } from '../../core/names.ts';
import type { AliasState } from './aliases.ts';
import { type BusMessage, type BusState, Denied, type Layout } from './azure.ts';
import type { Timeline } from './timeline.ts';

interface Message extends BusMessage {
  lock: string | undefined;
  lockedUntil: number;
}

/** Of one namespace. */
interface Space {
  readonly id: string;
  readonly region: Region;
  readonly queues: Map<string, Message[]>;
  /** A paired passive namespace refuses everybody. */
  readonly isPassive: () => boolean;
}

export interface ServiceBus extends BusState {
  /** Called after each send, with the namespace and the queue that took it. */
  watch(told: (namespace: string, queue: string) => void): void;
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

  function at(host: string): Space | undefined {
    const name = host.toLowerCase();
    const alias = aliases.find((a) => a.layout.host.toLowerCase() === name);
    return spaces.get(alias === undefined ? name : hostOf(alias));
  }

  function queueAt(host: string, queue: string): Message[] {
    timeline.catchUp();
    const space = at(host);
    if (space?.isPassive()) {
      const text = 'The namespace is the passive one of a pair: data access is refused.';
      throw new Denied(401, 'amqp:unauthorized-access', text);
    }
    const found = space?.queues.get(queue.toLowerCase());
    if (found !== undefined) return live(found, timeline.now());
    throw new Denied(404, 'amqp:not-found', `The messaging entity '${queue}' could not be found.`);
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
    send(host, queue, { id, body, ttlMs }) {
      const expiresAt = (timeline.now() + ttlMs) as BusMessage['expiresAt'];
      queueAt(host, queue).push({ id, body, expiresAt, lock: undefined, lockedUntil: 0 });
      const namespace = at(host)?.id ?? '';
      for (const told of watchers) told(namespace, queue.toLowerCase());
    },
    lock(host, queue) {
      const now = timeline.now();
      const message = queueAt(host, queue).find((m) => m.lockedUntil <= now);
      if (message === undefined) return undefined;
      locks += 1;
      const lock = `lock-${locks}`;
      Object.assign(message, { lock, lockedUntil: now + lockMs });
      return { id: message.id, body: message.body, expiresAt: message.expiresAt, lock };
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
    counts(namespace) {
      timeline.catchUp();
      return countsOf(spaces, namespace, timeline.now());
    },
  };
}

function spacesOf(layout: Layout, aliases: readonly AliasState[]): ReadonlyMap<string, Space> {
  const spaces = new Map<string, Space>();
  for (const alias of aliases) {
    const names = new Set([...alias.layout.queues, alias.layout.orders]);
    for (const side of sides) {
      const { id, host } = alias.layout.namespaces[side];
      const queues = new Map([...names].map((name) => [name.toLowerCase(), []]));
      const isPassive = () => alias.paired && side !== alias.leads;
      spaces.set(host.toLowerCase(), { id, region: layout.regions[side], queues, isPassive });
    }
  }
  return spaces;
}

function hostOf({ layout, leads }: AliasState): string {
  return layout.namespaces[leads].host.toLowerCase();
}

/** Drops what has expired, in place. */
function live(messages: Message[], now: number): Message[] {
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message !== undefined && message.expiresAt <= now) messages.splice(at, 1);
  }
  return messages;
}

function countsOf(
  spaces: ReadonlyMap<string, Space>,
  namespace: string,
  now: number,
): Readonly<Record<string, number>> {
  const space = [...spaces.values()].find((s) => s.id.toLowerCase() === namespace.toLowerCase());
  if (space === undefined) {
    throw new Denied(404, 'ResourceNotFound', `The namespace '${namespace}' was not found.`);
  }
  const counts = [...space.queues].map(([name, all]) => [name, live(all, now).length] as const);
  return Object.fromEntries(counts);
}
