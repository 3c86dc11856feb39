/** What `farwatch.yaml` becomes: trusted data, all that wiring and watches are made from. */

import type { Person } from '../core/names.ts';
import type { Watch } from '../core/watch.ts';

/** Where the proof of an identity is kept: `env:…` or `ssm:…`; a certificate with its private key. */
export type Key = Readonly<{ secret: string } | { certificate: string }>;

/** An identity in Entra, and how it logs in: that differs with where we are. */
export interface Credentials {
  readonly client: string;
  /** `federated`: AWS vouches for the role of the function, and there is nothing to keep. */
  readonly deployed: 'federated' | Key;
  /** Absent, this identity is not used from a laptop. */
  readonly laptop?: Key;
}

export interface AzureAccount {
  readonly tenant: string;
  readonly subscription: string;
  /** May only read. */
  readonly look: Credentials;
  /** May change what a move changes. */
  readonly switch: Credentials;
}

/** `token` and `signingSecret` say where those are kept. */
export interface SlackRoom {
  readonly channel: string;
  readonly token: string;
  readonly signingSecret: string;
}

/** What a vantage looks through: a network made for it, with an address that stays, or one of yours. */
export type Network =
  | 'fixed-address'
  | Readonly<{
      subnets: readonly string[];
      securityGroups: readonly string[];
    }>;

/** Who is rung; `key` and `url` say where those are kept. `sns` is the topic of the deployment. */
export type PagerAt = Readonly<
  | { kind: 'sns' }
  | { kind: 'pagerduty'; key: string; region: 'us' | 'eu' }
  | { kind: 'webhook'; url: string }
>;

export interface Member {
  /** Their member id in Slack; who has none answers at a terminal. */
  readonly slack?: string;
  /** The ARN of the caller as `aws sts get-caller-identity` tells it. */
  readonly aws?: string;
}

export interface Estate {
  readonly name: string;
  readonly azure: AzureAccount;
  readonly slack?: SlackRoom;
  readonly pagers: readonly PagerAt[];
  readonly people: Readonly<Record<Person, Member>>;
  readonly watches: readonly Watch[];
  /** By vantage; who is not named looks through the open internet. */
  readonly networks?: Readonly<Record<string, Network>>;
}
