/** What a move turns that is not Azure's: a record that Route 53 keeps, an address of the estate's own. */

/** A name in a hosted zone of Route 53, as far as it is a CNAME. */
export interface HostedRecord {
  /** Absent where Route 53 chooses the answer: an alias, or one of several by a routing policy. */
  readonly cname: string | undefined;
  readonly ttlSeconds: number;
}

export interface PlainRecord extends HostedRecord {
  readonly cname: string;
}

export interface Address {
  /** `https://…` */
  readonly url: string;
  /** A value may be a secret reference: it is looked up on the way out, and told to nobody else. */
  readonly headers: Readonly<Record<string, string>>;
}

/** For reading. Rejects with `Refusal` when it was said no, with `Between` when nobody answered. */
export interface ElsewhereReader {
  /** `zone`: the id of the hosted zone. Undefined: no CNAME is there. */
  hostedRecord(zone: string, name: string, signal: AbortSignal): Promise<HostedRecord | undefined>;
  /** What an address answers to a GET; anything but a 2xx is a `Refusal` with its status. */
  httpGet(address: Address, signal: AbortSignal): Promise<string>;
}

/** Everything that changes something there. Refused once `signal` is aborted: its claim is over then. */
export interface ElsewhereWriter {
  /** Makes the record `now` if it is still `was`, both in one change; else it is a `Refusal`. */
  replaceHostedRecord(
    zone: string,
    name: string,
    change: { readonly was: PlainRecord; readonly now: PlainRecord },
    signal: AbortSignal,
  ): Promise<void>;
  /** Sends JSON; anything but a 2xx is a `Refusal`. */
  httpSend(
    method: 'POST' | 'PUT',
    address: Address,
    json: string,
    signal: AbortSignal,
  ): Promise<void>;
}

export interface Elsewhere extends ElsewhereReader, ElsewhereWriter {}
