/** What leads clients to one of two hosts by a turn, as plain data. */

import type { Scalar } from '../../core/json-pointer.ts';
import type { Side } from '../../core/names.ts';

/** A group of origins of Front Door, in front of one host on each side. */
export interface OriginsLayout {
  /** ARM id of the origin group. */
  readonly group: string;
  readonly origins: Readonly<Record<Side, { readonly name: string; readonly host: string }>>;
  /** Both are on when the lab begins, or the primary alone. */
  readonly standby: boolean;
  /** A name of the endpoint. */
  readonly name?: string;
}

/** A CNAME that Route 53 keeps. */
export interface HostedLayout {
  /** The id of the hosted zone. */
  readonly zone: string;
  readonly name: string;
  /** Where it leads when the lab begins; absent, to the primary. */
  readonly begins?: string;
  readonly targets: Readonly<Record<Side, string>>;
  readonly ttlSeconds: number;
}

/** A switch of the estate's own: one address tells how it stands, one is told how it shall. */
export interface SwitchLayout {
  readonly state: SwitchAddress & { readonly pointer: string };
  readonly set: SwitchAddress & { readonly method: 'POST' | 'PUT' };
  readonly sides: Readonly<Record<Side, { readonly value: Scalar; readonly body: string }>>;
}

export interface SwitchAddress {
  readonly url: string;
  /** Whoever does not send these is refused. */
  readonly headers: Readonly<Record<string, string>>;
}
