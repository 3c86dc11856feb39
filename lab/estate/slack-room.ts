/** One channel and what stands in it: messages, their threads, and lines that one person sees. */

import type { Instant } from '../../core/names.ts';
import type { LabBlock } from './slack-blocks.ts';

/** What an app wrote beside a message, for apps alone. */
export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, string | number | boolean>>;
}

export interface Message {
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly LabBlock[];
  /** The card below which it stands. */
  readonly thread?: string;
  readonly edited: boolean;
  readonly metadata?: Metadata;
  /** Only this person sees it. */
  readonly to?: string;
}

export interface Room {
  readonly channel: string;
  readonly name: string;
  post(message: Omit<Message, 'ts' | 'edited'>): Message;
  /** `undefined`: no such message. Metadata that is not given again stays. */
  edit(ts: string, to: Pick<Message, 'text' | 'blocks' | 'metadata'>): Message | undefined;
  remove(ts: string): void;
  find(ts: string): Message | undefined;
  messages(): readonly Message[];
  onChange(listener: () => void): () => void;
}

export function createRoom(channel: string, name: string, clock: { now(): Instant }): Room {
  const messages = new Map<string, Message>();
  const listeners = new Set<() => void>();
  let last = 0;

  /** Seconds and microseconds, each greater than the one before: Slack's name for a message. */
  function nextTs(): string {
    last = Math.max(last + 1, clock.now() * 1_000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  }

  function keep(message: Message): Message {
    messages.set(message.ts, message);
    for (const tell of listeners) tell();
    return message;
  }

  return {
    channel,
    name,
    post: (message) => keep({ ...message, ts: nextTs(), edited: false }),
    edit(ts, to) {
      const known = messages.get(ts);
      return known === undefined ? undefined : keep({ ...known, ...to, edited: true });
    },
    remove(ts) {
      messages.delete(ts);
      for (const tell of listeners) tell();
    },
    find: (ts) => messages.get(ts),
    messages: () => [...messages.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
