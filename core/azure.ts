/** Azure Resource Manager as steps and probes need it: reading for many, changing for one. */

import type { Instant } from './names.ts';
import type { Answer } from './observation.ts';

export interface Workflow {
  /** The full ARM id. */
  readonly id: string;
  readonly state: 'Enabled' | 'Disabled' | 'Completed' | 'Deleted' | 'Suspended' | 'NotSpecified';
  readonly tags: Readonly<Record<string, string>>;
}

/** A run that has begun, or waits for its turn to begin. */
export interface WorkflowRun {
  readonly name: string;
  readonly startedAt: Instant;
}

/** A run of a pipeline of Data Factory. */
export interface PipelineRun {
  readonly id: string;
  /** `Queued`, `InProgress`, `Succeeded`, `Failed`, `Canceling`, `Cancelled`; new ones may come. */
  readonly status: string;
  /** Why it failed; else empty. */
  readonly message: string;
  /** What it was started with, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly startedAt: Instant | undefined;
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

/** A queue, topic or subscription of a Service Bus namespace, and how many messages it holds. */
export interface BusEntity {
  /** The full ARM id. */
  readonly id: string;
  readonly kind: 'queue' | 'topic' | 'subscription';
  /** As people call it: `orders`, and `invoices/erp` for a subscription of the topic `invoices`. */
  readonly name: string;
  /** A topic itself holds none of these: they lie in its subscriptions. */
  readonly active: number;
  readonly scheduled: number;
  /** Its dead letters, those included that could not be handed on to another entity. */
  readonly deadLettered: number;
  /** The last send or receive, for a subscription the last receive; absent, there never was one. */
  readonly accessedAt: Instant | undefined;
}

/** What is known of a blob without what it holds. */
export interface Blob {
  /** When its content was last written. */
  readonly modifiedAt: Instant;
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
  /**
   * The runs of one workflow that are not over, `Running` or `Waiting`, at most `top` of each, newest
   * first. Microsoft.Logic 2019-05-01.
   */
  openRuns(id: string, top: number, signal: AbortSignal): Promise<readonly WorkflowRun[]>;
  /**
   * The runs of one pipeline, `…/factories/<name>/pipelines/<name>`, that were still going on then or
   * began later, all pages. ARM has no GET that lists them. Microsoft.DataFactory 2018-06-01.
   */
  pipelineRuns(
    pipeline: string,
    since: Instant,
    signal: AbortSignal,
  ): Promise<readonly PipelineRun[]>;
  /** `record`: `…/dnsZones/<zone>/CNAME/<relative name>`. */
  recordSet(record: string, signal: AbortSignal): Promise<RecordSet>;
  /** `namespace`: the ARM id of a namespace. Microsoft.ServiceBus 2021-11-01. */
  alias(namespace: string, alias: string, signal: AbortSignal): Promise<Alias>;
  /** Everything in a namespace that can hold messages, all pages. Microsoft.ServiceBus 2021-11-01. */
  busEntities(namespace: string, signal: AbortSignal): Promise<readonly BusEntity[]>;
  /**
   * What ARM says of any resource, as it was sent, for types that have no method here. `id` may end in
   * a query: `?$expand=geoReplicationStats`.
   */
  resource(id: string, apiVersion: string, signal: AbortSignal): Promise<unknown>;
  /**
   * Asked of the Blob service itself, with our own identity: ARM knows containers, and no blob. `url`:
   * `https://<account>.blob.core.windows.net/<container>/<name>`. One that is not there is a `Refusal` of
   * 404, by the code `BlobNotFound`.
   */
  blob(url: string, signal: AbortSignal): Promise<Blob>;
  /** Where ARM keeps a resource group's own metadata, as ARM spells it: `westeurope`. */
  groupLocation(group: string, signal: AbortSignal): Promise<string>;
  /** Waits on the clock of the world, e.g. for a Retry-After; at once when `signal` aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Everything that changes Azure. Refused once `signal` is aborted: its claim is over then. */
export interface AzureWriter {
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
  /** Asked of the namespace that leads; answers at once, long before all is replicated. */
  pairAlias(
    leadingNamespace: string,
    alias: string,
    partnerNamespace: string,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * POSTs to `…/<resource>/<action>`, which may end in a query. Returns when it is accepted: how far it
   * came, only an inspection tells.
   */
  act(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<void>;
  /**
   * POSTs to `…/<resource>/<action>` that answers: `…/config/appsettings/list`. Here, because Azure
   * withholds such actions from whoever may only read, and nobody can tell from outside what they do.
   */
  ask(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<unknown>;
  /**
   * PATCHes one resource: what `body` does not name stays as it is, whoever has changed it. `ifMatch`: an
   * etag, where the type has them; a stale one is a `Refusal` of 412.
   */
  patch(
    id: string,
    apiVersion: string,
    body: unknown,
    signal: AbortSignal,
    ifMatch?: string,
  ): Promise<void>;
  /** PUTs one resource as a whole: what `body` does not name is gone. `ifMatch`: as for `patch`. */
  put(
    id: string,
    apiVersion: string,
    body: unknown,
    signal: AbortSignal,
    ifMatch?: string,
  ): Promise<void>;
  /** A queue, or a topic with its subscriptions, and whatever it holds. One that is gone is no error. */
  deleteBusEntity(id: string, signal: AbortSignal): Promise<void>;
}

/** What one role gives. In an action `*` stands for anything, slashes included; case means nothing. */
export interface Permission {
  readonly actions: readonly string[];
  /** What is left out of `actions`; another role may give it all the same. */
  readonly notActions: readonly string[];
  /** The same for what a resource holds; absent, nothing of it. */
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

/** What an identity can learn of itself. Rejects as `AzureReader` does. */
export interface AzureSelf {
  /**
   * That a token is in hand, and since when; one is asked for if there is none. Rejects with `Refusal`
   * when Entra says no to us, and with the `Trouble` of whoever should have vouched for us.
   */
  token(signal: AbortSignal): Promise<{ readonly ageMs: number }>;
  /** What it may do on `scope`, a full ARM id, by every role given there or above: all pages. */
  permissions(scope: string, signal: AbortSignal): Promise<readonly Permission[]>;
}

/** Reading, with the right to change. Only the failover function holds one, inside a claim. */
export interface Azure extends AzureReader, AzureWriter {}
