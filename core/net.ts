/** All that a probe may lean on: HTTP, names, Service Bus, Entra, and Azure's own word. */

import type { AzureReader } from './azure.ts';
import type { Instant } from './names.ts';
import type { Answer } from './observation.ts';

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
  /** Dialled in place of the host of `url`, which TLS and the request name all the same. */
  readonly via?: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
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
  /** SHA-256 of it: tells whether two hosts show the same. */
  readonly certificateHash?: string;
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

export interface PeekedMessage {
  readonly id: string;
  /** As Service Bus counts them in their entity. */
  readonly sequence: string;
  readonly enqueuedAt: Instant | undefined;
  readonly state: 'active' | 'deferred' | 'scheduled' | 'dead letter';
}

/** Looks at messages of others. No part of `Net`: a probe has no business with them. */
export interface BusPeek {
  /**
   * The oldest, at most `max`. None is locked, taken or counted as delivered, and no body is told.
   * `path`: `orders`, or `invoices/subscriptions/erp`. Rejects as `roundTrip` does.
   */
  peek(
    at: { readonly host: string; readonly path: string; readonly deadLetters: boolean },
    max: number,
    signal: AbortSignal,
  ): Promise<readonly PeekedMessage[]>;
}

/** Entra, asked for a token of our own. Rejects with `Unreachable` or `Refusal`. */
export interface Identity {
  /** Whether the authority answers with its metadata, and, where we hold credentials, with a token. */
  check(
    signal: AbortSignal,
  ): Promise<{ readonly phases: Answer['phases']; readonly token: 'fresh' | 'none' }>;
}
