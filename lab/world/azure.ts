/** A small Azure as one shared state: what the in-memory ports and the wire servers both move. */

import type {
  Alias,
  BusEntity,
  Permission,
  PipelineRun,
  RecordSet,
  Workflow,
  WorkflowRun,
} from '../../core/azure.ts';
import type { PlainRecord } from '../../core/elsewhere.ts';
import type { Instant, Region } from '../../core/names.ts';
import type { RecordType } from '../../core/net.ts';
import type { BlobState } from './backups.ts';
import type { Grants } from './grants.ts';
import type { Layout, WorkflowLayout } from './layouts.ts';

export type { HostedLayout, OriginsLayout, SwitchLayout } from './switch-layouts.ts';

import type { Resolvers } from './resolvers.ts';
import type { Traffic } from './traffic.ts';

export type { MeterLayout, ResolverLayout } from './follower-layouts.ts';
export type {
  AccountLayout,
  AliasLayout,
  ChainLayout,
  GatewayLayout,
  GrantLayout,
  IdentityLayout,
  IntegrationLayout,
  Layout,
  MultiRegionLayout,
  NameLayout,
  PipelineLayout,
  ProfileLayout,
  PublisherLayout,
  RelayLayout,
  SizeLayout,
  TopicLayout,
  WorkflowLayout,
} from './layouts.ts';

/**
 * Somewhere a request passes. A fault may be set on any prefix: on a region (`westeurope`), one
 * service of it (`westeurope/gateway`), a plane (`arm`, `arm/dns`, `entra`, `dns`), the outside
 * (`reference`, `slack`, `route53`, `switch`, `resolver`), or a vantage's own network (`vantage/eu-north-1`).
 */
export type Place = string;

/** How a place is broken. A `share` below 1 breaks that part of the requests, by the world's dice. */
export type Fault = Readonly<
  /** Connections are accepted and nothing is ever said: what a dark region looks like. */
  | { is: 'dark' }
  | { is: 'refused' }
  | { is: 'reset' }
  /** A certificate nobody trusts. */
  | { is: 'badTls' }
  /** Headers, then silence. */
  | { is: 'halfOpen' }
  | { is: 'slow'; ms: number; share?: number }
  | { is: 'failing'; status: number; share?: number }
  | { is: 'throttled'; retryAfterMs: number; share?: number }
  /** Writes only: the effect happens and the answer is lost. */
  | { is: 'lostAnswer'; share?: number }
>;

/** What becomes of one request at one moment. Both worlds ask for it once, before serving. */
export type Treatment = Readonly<
  | { is: 'served'; delayMs: number; loseAnswer: boolean }
  | { is: 'silent'; afterHeaders: boolean }
  | { is: 'refused' }
  | { is: 'reset' }
  | { is: 'badTls' }
  | { is: 'status'; status: number; retryAfterMs?: number }
>;

export interface Faults {
  set(place: Place, fault: Fault): void;
  clear(place: Place): void;
  clearAll(): void;
  list(): readonly { readonly place: Place; readonly fault: Fault }[];
  /** Of every fault on a prefix of any of these places, the worst. Rolls the dice at most once. */
  treat(places: readonly Place[]): Treatment;
}

export interface HttpServed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal by a plane's own rules, in ARM's words. */
export class Denied extends Error {
  override readonly name = 'Denied';
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  constructor(status: number, code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Who asks, by the name of its identity; every write is recorded with it. A hand behind the
 * identity may be named as well: `switch/run-7`.
 */
export type Caller = string;

export interface Write {
  readonly at: Instant;
  readonly by: Caller;
  /** E.g. `Microsoft.Logic/workflows/disable`. */
  readonly operation: string;
  readonly resource: string;
  readonly detail: string;
}

/** ARM's state, read as ARM would tell it now: effects take their time and are late to show. */
export interface ArmState {
  workflow(id: string): Workflow;
  /** Of one resource group, sorted by id. */
  workflows(group: string): readonly Workflow[];
  /** Of one workflow: runs that are not over, newest first. */
  openRuns(id: string): readonly WorkflowRun[];
  /** Of one pipeline, by the id of it, those of `since` and later that are listed yet. */
  pipelineRuns(id: string, since: Instant): readonly PipelineRun[];
  setWorkflow(by: Caller, id: string, state: 'Enabled' | 'Disabled'): void;
  recordSet(id: string): RecordSet;
  putRecordSet(
    by: Caller,
    id: string,
    set: Pick<RecordSet, 'ttlSeconds' | 'metadata'> & { readonly cname: string },
    etag: string | undefined,
  ): RecordSet;
  alias(namespace: string, alias: string): Alias;
  failOverAlias(by: Caller, namespace: string, alias: string, safe: boolean): void;
  breakPairing(by: Caller, namespace: string, alias: string): void;
  pair(by: Caller, namespace: string, alias: string, partner: string): void;
  busEntities(namespace: string): readonly BusEntity[];
  /** A queue, or a topic with its subscriptions. One that is gone is no error. */
  deleteBusEntity(by: Caller, id: string): void;
  /** In ARM's words, of a type that has no method here. `id` may end in a query. */
  resource(id: string): unknown;
  /** `id`: of a resource and its action, and a query. Long-running: it is accepted, and done later. */
  act(by: Caller, id: string, body: unknown): void;
  /** Answers with the resource as it has become, in ARM's words. */
  patch(by: Caller, id: string, body: unknown, ifMatch?: string): unknown;
  put(by: Caller, id: string, body: unknown, ifMatch?: string): 'made' | 'replaced';
  /** A POST that answers: `…/config/appsettings/list`. */
  ask(by: Caller, id: string, body: unknown): unknown;
  /** Where ARM keeps a resource group that holds something; throws `Denied(404)` for any other. */
  groupLocation(group: string): Region;
  /** What the caller may do on `scope`, one entry for each role; none for who was given nothing. */
  permissions(by: Caller, scope: string): readonly Permission[];
  /** The region that serves a resource, for its regional resource provider: `westeurope`. */
  regionOf(resource: string): Region | undefined;
}

/** Route 53's own state. A refusal is a `Denied` in its words. */
export interface HostedState {
  /** Undefined: the zone is there, and holds no such CNAME. */
  record(zone: string, name: string): PlainRecord | undefined;
  /** Both or neither: `was` must be there to the letter. */
  replace(
    by: Caller,
    zone: string,
    name: string,
    change: { readonly was: PlainRecord; readonly now: PlainRecord },
  ): void;
}

export interface BusMessage {
  readonly id: string;
  readonly body: string;
  readonly expiresAt: Instant;
}

export interface PeekedBusMessage extends BusMessage {
  /** Later ones have higher ones. */
  readonly sequence: number;
  readonly enqueuedAt: Instant;
  readonly state: 'active' | 'scheduled';
}

/** Service Bus: a host is a namespace's or an alias's. Throws `Denied` with an AMQP condition as code. */
export interface BusState {
  /** The namespace a host leads to now, and its region; undefined when no such host exists. */
  resolve(host: string): { readonly namespace: string; readonly region: Region } | undefined;
  /** Throws `Denied(404, 'amqp:not-found')`, or `Denied(401, 'amqp:unauthorized-access')` in a paired passive namespace. */
  send(
    host: string,
    queue: string,
    /** `delayMs`: scheduled for so much later. */
    message: { id: string; body: string; ttlMs: number; delayMs?: number },
  ): void;
  /** Locks the oldest message, if any, for 30 s. */
  lock(host: string, queue: string): (BusMessage & { readonly lock: string }) | undefined;
  /** Those of `from` and later, at most `max`, as they lie there. `queue`: or `topic/subscriptions/name`. */
  peek(
    host: string,
    queue: string,
    which: { readonly deadLetters: boolean; readonly from: number; readonly max: number },
  ): readonly PeekedBusMessage[];
  complete(host: string, queue: string, lock: string): void;
  release(host: string, queue: string, lock: string): void;
  deadLetter(host: string, queue: string, lock: string): void;
  /** Somebody's tool takes everything out: what is scheduled and dead letters, too. */
  drain(namespace: string): void;
  /** Messages in a namespace by queue: what is left behind after a failover. */
  counts(namespace: string): Readonly<Record<string, number>>;
}

export interface AzureWorld {
  readonly layout: Layout;
  readonly faults: Faults;
  readonly arm: ArmState;
  /** Who may do what; a test takes a right away here. */
  readonly grants: Grants;
  readonly bus: BusState;
  readonly blobs: BlobState;
  readonly hosted: HostedState;
  readonly traffic: Traffic;
  /** Every change, in order. */
  readonly writes: readonly Write[];
  /** Told of each workflow whose state has taken effect, and when it did. */
  watchWorkflows(told: (workflow: WorkflowLayout, enabled: boolean, at: Instant) => void): void;
  /** Advances what flows by itself to the clock's now. Every read does this first. */
  advance(): void;
  /** Where a host is served, for `faults.treat`: e.g. `['westeurope/gateway/orders-we']`. */
  placesOf(host: string): readonly Place[];
  /** Answers for any HTTPS host but ARM, Entra and Slack: gateways, callbacks, references. */
  serve(
    host: string,
    request: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
      /** The region the client was led to, when the host is a public name. */
      readonly region?: Region;
    },
  ): HttpServed;
  /** What the authoritative servers say now; `undefined`: no such name. */
  answer(
    name: string,
    type: RecordType,
  ): { readonly values: readonly string[]; readonly ttlSeconds: number } | undefined;
  /** Public resolvers, who remember what those said. */
  readonly resolvers: Resolvers;
  /** The caller behind a client id and secret; throws `Denied(401, 'AADSTS7000215')`. */
  identify(client: string, secret: string): Caller;
}
