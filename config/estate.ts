/** What `farwatch.yaml` becomes: trusted data, all that wiring and watches are made from. */

import type { Person } from '../core/names.ts';
import type { Watch } from '../core/watch.ts';

/** An identity in Entra. `secret` says where its client secret is kept: `env:…` or `ssm:…`. */
export interface Credentials {
  readonly client: string;
  readonly secret: string;
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
  readonly people: Readonly<Record<Person, Member>>;
  readonly watches: readonly Watch[];
}
