/** What exists in the lab's Azure, as plain data: the estate that a watch file describes. */

import type { Region, Side, Vantage } from '../../core/names.ts';
import type { PublisherSort } from '../../core/publishers.ts';
import type { BusRuleLayout } from './bus-rules.ts';
import type { MeterLayout, ResolverLayout } from './follower-layouts.ts';
import type { BackupLayout } from './layout-backups.ts';
import type { HostedLayout, OriginsLayout, SwitchLayout } from './switch-layouts.ts';

/** What exists, derived from a watch file: the lab builds the estate that the file describes. */
export interface Layout {
  readonly tenant: string;
  readonly subscription: string;
  readonly regions: Readonly<Record<Side, Region>>;
  readonly vantages: readonly Vantage[];
  readonly gateways: readonly GatewayLayout[];
  readonly relays?: readonly RelayLayout[];
  readonly names: readonly NameLayout[];
  readonly profiles?: readonly ProfileLayout[];
  readonly origins?: readonly OriginsLayout[];
  readonly hosted?: readonly HostedLayout[];
  readonly switches?: readonly SwitchLayout[];
  readonly resolvers?: readonly ResolverLayout[];
  readonly meters?: readonly MeterLayout[];
  readonly workflows: readonly WorkflowLayout[];
  readonly aliases: readonly AliasLayout[];
  readonly accounts?: readonly AccountLayout[];
  readonly integrations?: readonly IntegrationLayout[];
  readonly multiRegions?: readonly MultiRegionLayout[];
  readonly topics?: readonly TopicLayout[];
  readonly publishers?: readonly PublisherLayout[];
  readonly busRules?: readonly BusRuleLayout[];
  readonly pipelines?: readonly PipelineLayout[];
  readonly sizes?: readonly SizeLayout[];
  readonly backups?: readonly BackupLayout[];
  readonly chains?: readonly ChainLayout[];
  /** Hosts outside Azure that answer 200 to anything. */
  readonly references: readonly string[];
  /** Zones that exist besides those of `names`. */
  readonly zones?: readonly string[];
  /** Where resource groups are kept, by id in lower case; by default beside what they hold. */
  readonly groups?: Readonly<Record<string, Region>>;
  readonly identities: readonly IdentityLayout[];
  /** The roles that they were given; absent, each may do everywhere what its `mayWrite` says. */
  readonly grants?: readonly GrantLayout[];
}

/** One role, given to one identity on one thing and all that it holds. */
export interface GrantLayout {
  /** The name of an identity of the layout. */
  readonly identity: string;
  /** A full ARM id. */
  readonly scope: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  /** On what the thing holds. */
  readonly dataActions?: readonly string[];
}

export interface GatewayLayout {
  readonly host: string;
  readonly side: Side;
  /** Answers 200 with an empty body. */
  readonly statusPath: string;
  /** Answers 200 to this subscription key, 401 to another. */
  readonly operation?: { readonly path: string; readonly key: string };
  /** The header by which an answer says which region gave it. */
  readonly signature?: { readonly header: string; readonly value: string };
}

/** An operation of a gateway that goes to a namespace and back, and tells how far it came. */
export interface RelayLayout {
  readonly host: string;
  readonly side: Side;
  readonly path: string;
  /** Where it asks for one, its header and value. */
  readonly key?: { readonly header: string; readonly value: string };
  /** The host of the namespace. */
  readonly behind: string;
}

export interface NameLayout {
  /** ARM id of the CNAME record set. */
  readonly record: string;
  readonly name: string;
  readonly zone: string;
  readonly targets: Readonly<Record<Side, string>>;
  readonly ttlSeconds: number;
}

/** A profile of Traffic Manager. */
export interface ProfileLayout {
  readonly id: string;
  readonly name: string;
  /** Absent, `Priority`: the primary has the better one. */
  readonly routing?: 'Priority' | 'Weighted';
  /** `key`: `ExternalEndpoints/orders-we`. */
  readonly endpoints: Readonly<Record<Side, { readonly key: string; readonly target: string }>>;
  readonly ttlSeconds: number;
}

export interface WorkflowLayout {
  readonly id: string;
  readonly side: Side;
  readonly enabled: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** `health` answers its callback; `receiver` polls the partner's outbox, `replicator` copies numbers. */
  readonly does: 'health' | 'receiver' | 'replicator' | 'backup';
  /** The SAS callback, where it has one; the secret `sig` included. */
  readonly callback?: string;
  /** The name of its trigger; one that is named also leaves a trace of each look. */
  readonly trigger?: string;
  /** What it reads before its first side effect, by the id of a key; what else it says stops the run. */
  readonly checks?: { readonly key: string; readonly value: string };
  /** The id of the rule by which it listens: without that right it sees nothing. */
  readonly listensBy?: string;
  /** What it fetches stays where it was, for whoever looks there later. */
  readonly leaves?: true;
}

export interface AliasLayout {
  readonly alias: string;
  readonly host: string;
  readonly namespaces: Readonly<Record<Side, { readonly id: string; readonly host: string }>>;
  readonly queues: readonly string[];
  /** The queue that orders travel through. */
  readonly orders: string;
  /** Topics besides, with their subscriptions. */
  readonly topics?: Readonly<Record<string, readonly string[]>>;
  /** No alias of two, but one namespace that Azure keeps in both regions, with what lies in it. */
  readonly replicated?: true;
  readonly sas?: { readonly keyName: string; readonly key: string };
  /** ARM ids of the apps that work on what comes; they hold on to a namespace until they are restarted. */
  readonly apps?: Readonly<Record<Side, readonly string[]>>;
}

/** A storage account that is kept in both regions. */
export interface AccountLayout {
  readonly id: string;
  /** The name that clients use, and those it leads to. */
  readonly host: string;
  readonly hosts: Readonly<Record<Side, string>>;
  readonly container: string;
  /** The token that lets a client in. */
  readonly sas: string;
}

/** A service of API Management with a gateway in each region. */
export interface MultiRegionLayout {
  readonly id: string;
  /** The name that leads to one of them. */
  readonly host: string;
  /** Their own hosts. */
  readonly gateways: Readonly<Record<Side, string>>;
  /** The side that it is managed from. */
  readonly master: Side;
  /** Of the gateway of the secondary, when the lab begins. */
  readonly standby: 'enabled' | 'disabled';
}

/** Two integration accounts with the same agreements. */
export interface IntegrationLayout {
  readonly accounts: Readonly<Record<Side, string>>;
  /** Those that number what they send: the first X12, the others EDIFACT. */
  readonly agreements: readonly string[];
  readonly as2?: readonly string[];
}

/** A topic of Event Grid, and the queue that its probe subscription delivers to. */
export interface TopicLayout {
  readonly host: string;
  readonly side: Side;
  readonly schema: 'event-grid' | 'cloud-events';
  /** The access key that lets a publisher in. */
  readonly key: string;
  /** The address of the queue; the secret `sig` included. */
  readonly queue: string;
}

/** What a publisher reads: a named value of API Management, or a key of App Configuration. */
export interface PublisherLayout {
  readonly of: PublisherSort;
  readonly id: string;
  readonly values: Readonly<Record<Side, string>>;
}

/** A pipeline of Data Factory. */
export interface PipelineLayout {
  readonly factory: string;
  readonly name: string;
  readonly side: Side;
  /** Those that it declares. */
  readonly parameters: readonly string[];
}

/** Something whose size is a number: units of a gateway or a namespace, workers of a plan. */
export interface SizeLayout {
  readonly id: string;
  readonly side: Side;
  readonly size: number;
}

/** A way that test documents go; `{id}` stands for what tells one from another. */
export interface ChainLayout {
  readonly entry: ChainEnd & { readonly method: string; readonly document: string };
  readonly end: ChainEnd;
  /** What carries them, by the host of its alias, and who takes them up: those of the same watch. */
  readonly alias?: string;
  readonly flows: readonly string[];
}

interface ChainEnd {
  readonly host: string;
  readonly path: string;
  /** What a request must carry, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its answer when all is well. */
  readonly status: number;
}

export interface IdentityLayout {
  readonly name: 'look' | 'switch' | string;
  readonly client: string;
  /** A client secret, or a certificate in PEM. */
  readonly secret: string;
  /** Others that are as good. */
  readonly more?: readonly string[];
  readonly mayWrite: boolean;
}
