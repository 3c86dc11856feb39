/** Every call that leaves a function passes here: it is counted, and may be its function's last. */

/** One outgoing call; `n` counts the calls of that function, from 1. */
export interface OutgoingCall {
  readonly fn: string;
  readonly n: number;
  /** `dynamodb`, `ssm`, `arm`, `entra`, `slack`, `amqp`, `dns`, `https` */
  readonly service: string;
  /** `PutItem`, `POST Microsoft.Logic/workflows/disable`, a host */
  readonly operation: string;
}

/**
 * `kill-before`: the call never leaves. `kill-after`: its effect happens, its answer is never heard.
 * `kill-answered`: its answer is heard, and little more. `silence`: it never leaves, and nobody says so.
 */
export type Fate = 'kill-before' | 'kill-after' | 'kill-answered' | 'silence' | 'pass';

export type Fates = (call: OutgoingCall) => Fate;

/** How often each function made each call: `{ judge: { 'dynamodb Query': 12 } }`. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Calls {
  begin(fn: string, service: string, operation: string): { readonly fate: Fate };
  counts(): Counts;
  /** In the order they left. */
  readonly log: readonly OutgoingCall[];
}

export function countingCalls(fates: Fates = () => 'pass'): Calls {
  const log: OutgoingCall[] = [];
  const made = new Map<string, number>();
  return {
    log,
    begin(fn, service, operation) {
      const n = (made.get(fn) ?? 0) + 1;
      made.set(fn, n);
      const call = { fn, n, service, operation };
      log.push(call);
      return { fate: fates(call) };
    },
    counts() {
      const counts: Record<string, Record<string, number>> = {};
      for (const { fn, service, operation } of log) {
        const name = `${service} ${operation}`;
        const of = counts[fn] ?? {};
        counts[fn] = { ...of, [name]: (of[name] ?? 0) + 1 };
      }
      return counts;
    },
  };
}
