/** All that the program needs from the world. Adapters and the lab's memory both implement these. */

import type { Card, CardCursor } from './card.ts';
import type { Chronicle, Head } from './chronicle.ts';
import type { Fact } from './fact.ts';
import type { Instant, WatchName } from './names.ts';
import type { Answer, Look } from './observation.ts';

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
  post(card: Card): Promise<CardCursor>;
  update(cursor: CardCursor, card: Card): Promise<void>;
  /** A line below the card, e.g. "bob may not approve". */
  reply(cursor: CardCursor, text: string): Promise<void>;
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

/** The kill switch, read uncached before every claim and every write. */
export interface Brake {
  read(): Promise<
    Readonly<{ is: 'off' } | { is: 'on'; by: string; why: string } | { is: 'unsure'; why: string }>
  >;
}

/** SHA-256 of a text, in hex. An argument to whoever chains entries or fingerprints plans. */
export type Digester = (text: string) => string;

// --- looking -----------------------------------------------------------------------------------

/** All that a probe may lean on. Every call holds its `signal` even against a silent peer. */
export interface Net {
  readonly http: Http;
  readonly names: Names;
  readonly bus: Bus;
  readonly identity: Identity;
  readonly azure: AzureReader;
  /** The value behind `env:NAME` or `ssm:/path`. Throws a `Trouble` when there is none. */
  secret(reference: string): Promise<string>;
}

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KiB. */
  readonly text: string;
  readonly phases: Answer['phases'];
  readonly certificateDaysLeft?: number;
}

/** One exchange on a new connection; redirects are not followed. Rejects with `Unreachable`. */
export interface Http {
  fetch(request: HttpRequest): Promise<HttpAnswer>;
}

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'TXT' | 'NS';

/** Asks name servers. Rejects with `Unreachable('resolve')` when none of them answers. */
export interface Names {
  /**
   * `at`: addresses or names of the servers to ask; absent, the zone's own, found by its NS records.
   * An empty list of values means: it answered, and there is no such record.
   */
  ask(question: {
    readonly name: string;
    readonly type: RecordType;
    readonly at?: readonly string[];
    readonly signal: AbortSignal;
  }): Promise<{
    readonly values: readonly string[];
    readonly ttlSeconds: number | undefined;
    readonly server: string;
  }>;
}

export interface BusAddress {
  /** `<namespace or alias>.servicebus.windows.net` */
  readonly host: string;
  readonly queue: string;
  /** `entra`, or the reference of a connection string for SAS. */
  readonly auth:
    | { readonly kind: 'entra' }
    | { readonly kind: 'sas'; readonly key: string; readonly keyName: string };
}

/** Service Bus over AMQP. */
export interface Bus {
  /**
   * Sends one message with a unique id and a short time to live, then receives and completes one:
   * its own, or one that another vantage sent at the same moment. Rejects with `Unreachable` (the namespace), `Between` (Entra), or `Refusal`.
   */
  roundTrip(
    address: BusAddress,
    message: { readonly id: string; readonly ttlMs: number },
    signal: AbortSignal,
  ): Promise<{ readonly phases: Answer['phases'] }>;
}

/** Entra, asked for a token of our own. Rejects with `Unreachable` or `Refusal`. */
export interface Identity {
  /** Whether the authority answers with its metadata, and, where we hold credentials, with a token. */
  check(
    signal: AbortSignal,
  ): Promise<{ readonly phases: Answer['phases']; readonly token: 'fresh' | 'none' }>;
}

// --- reading and changing Azure ----------------------------------------------------------------

export interface Workflow {
  /** The full ARM id. */
  readonly id: string;
  readonly state: 'Enabled' | 'Disabled' | 'Completed' | 'Deleted' | 'Suspended' | 'NotSpecified';
  readonly tags: Readonly<Record<string, string>>;
}

export interface RecordSet {
  readonly ttlSeconds: number;
  readonly cname: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly etag: string;
}

export interface Alias {
  readonly role: 'Primary' | 'PrimaryNotReplicating' | 'Secondary';
  readonly provisioningState: 'Accepted' | 'Succeeded' | 'Failed';
  readonly partner: string | undefined;
  readonly pendingReplications: number | undefined;
}

/**
 * Azure Resource Manager, for reading. Ids are full ARM ids. Rejects with `Refusal` when ARM said
 * no, with `Between` when Entra or ARM did not answer. A missing resource is a `Refusal` of 404.
 */
export interface AzureReader {
  /** ARM itself: its unauthenticated metadata. Rejects with `Unreachable`. */
  alive(signal: AbortSignal): Promise<{ readonly phases: Answer['phases'] }>;
  workflow(id: string, signal: AbortSignal): Promise<Workflow>;
  /** Every workflow of a resource group, all pages. `group`: `/subscriptions/…/resourceGroups/…`. */
  workflows(group: string, signal: AbortSignal): Promise<readonly Workflow[]>;
  /** `record`: `…/dnsZones/<zone>/CNAME/<relative name>`. */
  recordSet(record: string, signal: AbortSignal): Promise<RecordSet>;
  /** `namespace`: the ARM id of a namespace. Microsoft.ServiceBus 2021-11-01. */
  alias(namespace: string, alias: string, signal: AbortSignal): Promise<Alias>;
  /** Where ARM keeps a resource group's own metadata, as ARM spells it: `westeurope`. */
  groupLocation(group: string, signal: AbortSignal): Promise<string>;
}

/** The same, with the right to change. Only the failover function holds one, inside a claim. */
export interface Azure extends AzureReader {
  setWorkflow(id: string, state: 'Enabled' | 'Disabled', signal: AbortSignal): Promise<void>;
  /** Replaces the record set if its etag is still `etag`; a stale one is a `Refusal` of 412. */
  putRecordSet(
    record: string,
    set: {
      readonly ttlSeconds: number;
      readonly cname: string;
      readonly metadata: Readonly<Record<string, string>>;
    },
    etag: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Asked of the secondary namespace; answers at once, long before the alias has moved. */
  failOverAlias(
    secondaryNamespace: string,
    alias: string,
    how: { readonly safe: boolean },
    signal: AbortSignal,
  ): Promise<void>;
  /** Waits on the clock of the world, e.g. for a Retry-After; at once when `signal` aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}
