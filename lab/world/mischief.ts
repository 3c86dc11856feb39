/** Makes any port fail in every way that networks and machines do, by seeded dice. */

import type { Clock } from '../../core/ports.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';

/** Shares of the calls, 0 to 1. Printed by a harness together with its seed. */
export interface Rates {
  /** Rejected before it had any effect. */
  readonly fail: number;
  /** Nothing happens until the signal aborts, or `hangMs` where there is none; then rejected. */
  readonly hang: number;
  /** The effect happens, and its answer never arrives. */
  readonly loseAnswer: number;
  /** The effect happens twice, where the port may repeat it. */
  readonly twice: number;
  /** Held back for up to `delayMs`, so that later calls overtake it. */
  readonly delay: number;
  /** The process dies at this await: before the effect or after, by the dice. */
  readonly crash: number;
  readonly delayMs: number;
  readonly hangMs: number;
}

export const noMischief: Rates = {
  fail: 0,
  hang: 0,
  loseAnswer: 0,
  twice: 0,
  delay: 0,
  crash: 0,
  delayMs: 5_000,
  hangMs: 30_000,
};

/** What was lost on the way, for whoever words the error of a port. */
export interface Mishap {
  /** `append`, or `http.fetch`. */
  readonly call: string;
  /** Whether the effect certainly did not happen. */
  readonly sent: 'no' | 'maybe';
}

export interface Troubler {
  readonly rates: Rates;
  readonly dice: Dice;
  readonly clock: Clock;
  readonly life: Life;
  /** Calls that may be repeated behind the caller's back, e.g. `record`. */
  readonly mayRepeat?: readonly string[];
  /** What the port rejects with; by default a plain error, which no port promises to throw. */
  readonly errorOf?: (mishap: Mishap) => Error;
}

/**
 * The same port, all of whose methods must return promises; objects in it are wrapped likewise.
 * A call of a dead process has no effect and never returns.
 */
export function mischievous<Port extends object>(port: Port, troubler: Troubler, path = ''): Port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      const call = `${path}${String(key)}`;
      if (typeof member === 'function') {
        return (...given: readonly unknown[]) =>
          trouble(troubler, call, given, async () => Reflect.apply(member, target, given));
      }
      if (typeof member !== 'object' || member === null) return member;
      return mischievous(member, troubler, `${call}.`);
    },
  });
}

/** The first of these that the dice choose befalls a call. */
const befalls = ['crash', 'fail', 'hang', 'loseAnswer', 'twice', 'delay'] as const;

function chosen({ rates, dice }: Troubler): (typeof befalls)[number] | undefined {
  let rest = dice.roll();
  for (const what of befalls) {
    rest -= rates[what];
    if (rest < 0) return what;
  }
  return undefined;
}

async function trouble(
  troubler: Troubler,
  call: string,
  given: readonly unknown[],
  work: () => Promise<unknown>,
): Promise<unknown> {
  const { life } = troubler;
  if (!life.alive()) return forever();
  return life.hold(befall(troubler, call, given, work));
}

async function befall(
  troubler: Troubler,
  call: string,
  given: readonly unknown[],
  work: () => Promise<unknown>,
): Promise<unknown> {
  const { rates, dice, clock, life, mayRepeat = [] } = troubler;
  const errorOf = troubler.errorOf ?? usualError;
  const what = chosen(troubler);
  switch (what) {
    case 'crash':
      if (dice.chance(0.5)) await work();
      life.die(`the process died at ${call}`);
      return forever();
    case 'fail':
      throw errorOf({ call, sent: 'no' });
    case 'hang':
      await clock.sleep(rates.hangMs, signalIn(given));
      throw errorOf({ call, sent: 'no' });
    case 'loseAnswer':
      await work();
      throw errorOf({ call, sent: 'maybe' });
    case 'twice':
      if (mayRepeat.includes(call)) await work();
      return work();
    case 'delay':
      await clock.sleep(dice.between(0, rates.delayMs), signalIn(given));
      return work();
    case undefined:
      return work();
  }
}

function usualError({ call, sent }: Mishap): Error {
  return new Error(`the lab let ${call} fail${sent === 'no' ? '' : ' after its effect'}`);
}

/** Ports take their signal last, or inside a request. */
function signalIn(given: readonly unknown[]): AbortSignal | undefined {
  for (const one of given) {
    if (one instanceof AbortSignal) return one;
    if (typeof one !== 'object' || one === null || !('signal' in one)) continue;
    if (one.signal instanceof AbortSignal) return one.signal;
  }
  return undefined;
}

function forever(): Promise<never> {
  return new Promise(() => {});
}
