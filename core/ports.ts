/** What keeps and what tells: the stores, the rooms and the switches. Adapters and the lab implement them. */

import type { Card, CardCursor } from './card.ts';
import type { Chronicle, Entry, Head } from './chronicle.ts';
import type { Fact } from './fact.ts';
import type { Instant, WatchName } from './names.ts';
import type { Look } from './observation.ts';

export interface Clock {
  now(): Instant;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborts after `ms`. `cancel` frees the timer when the work is over. */
  after(ms: number): { readonly signal: AbortSignal; cancel(): void };
}

/** A watch's only memory. Losing a race is an answer, not an exception. */
export interface Journal {
  /** The open incident's entries, and the head that the next entry chains from. */
  read(watch: WatchName): Promise<Chronicle>;
  /** The entries of one incident, also of one that is over; none of one that never was. */
  incident(watch: WatchName, number: number): Promise<readonly Entry[]>;
  /** Keeps all facts or none. `lost`: someone wrote after `head`, so read again and decide again. */
  append(watch: WatchName, head: Head, facts: readonly Fact[]): Promise<'kept' | 'lost'>;
}

/** What the vantages saw. Recording one pass twice keeps the first. */
export interface Sightings {
  record(watch: WatchName, look: Look): Promise<void>;
  /** Every look whose slot is `from` or later. */
  since(watch: WatchName, from: Instant): Promise<readonly Look[]>;
}

/** Small things to remember across invocations: replay keys, card cursors. Never what is true. */
export interface Memory {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string, ttlMs: number): Promise<void>;
  /** Puts only what is not there: of many that claim one key, one is told `kept`. */
  claim(key: string, value: string, ttlMs: number): Promise<'kept' | 'taken'>;
}

/** The room where people are. Only `tell` holds it. */
export interface Chat {
  /** `mark` names the message for `find`, and is seen by nobody. Rejects with `Busy` when told to wait. */
  post(card: Card, mark: string): Promise<CardCursor>;
  update(cursor: CardCursor, card: Card): Promise<void>;
  /** A line below the card, e.g. "bob may not approve". */
  reply(cursor: CardCursor, text: string, mark: string): Promise<void>;
  /**
   * The message with that mark: one whose answer was lost is found again and not sent twice. Where
   * messages cannot be read, and never will be, it is not found.
   */
  find(mark: string, where: Whereabouts): Promise<CardCursor | undefined>;
}

/** Where a message must stand, if it was sent at all. */
export interface Whereabouts {
  readonly since: Instant;
  /** The card below which it is; absent, it is itself in the room. */
  readonly below?: CardCursor;
}

/** What wakes a person. `key` names the question, so that ringing twice is ringing once. */
export interface Pager {
  ring(key: string, text: string): Promise<void>;
  acknowledge(key: string, by: string): Promise<void>;
  resolve(key: string): Promise<void>;
}

/** The mark of the answer function on an approval. `verify` is all that failover may do. */
export interface Seals {
  seal(text: string): Promise<string>;
  verify(text: string, seal: string): Promise<boolean>;
}

/** A stop as the kill switch holds it. */
export interface Pulled {
  readonly by: string;
  readonly why: string;
  /** Tells one stop from another; absent, when it was set past every door of ours. */
  readonly mark?: string;
}

/** The kill switch, read uncached before every claim and every write. */
export interface Brake {
  read(): Promise<
    Readonly<{ is: 'off' } | ({ is: 'on' } & Pulled) | { is: 'unsure'; why: string }>
  >;
}

/** The hand on the kill switch; only `answer` holds it. */
export interface Lever {
  /** Another stop takes the place of the one that stands. */
  pull(stop: Pulled): Promise<void>;
  release(): Promise<void>;
}

/** SHA-256 of a text, in hex. An argument to whoever chains entries or fingerprints plans. */
export type Digester = (text: string) => string;
