/** Builders for the world's tests: a lab's Azure, and a clock to move. */

import type { Instant, Vantage } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { type AzureOptions, createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { type WorldOptions, worldOf } from '../../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../../lab/world/ports/net.ts';
import { ordersLayout } from './orders-layout.ts';

export const noon = Date.UTC(2026, 10, 20, 12) as Instant;

/** A world whose time is moved by hand; the world itself never waits. */
export function labAzure(
  seed: string | number = 1,
  pace: AzureOptions['pace'] = {},
  layout = ordersLayout,
) {
  let now = noon;
  const clock = { now: () => now };
  const world = createAzure(layout, { clock, dice: diceOf(seed), pace });
  return {
    world,
    clock,
    wait(seconds: number) {
      now = (now + seconds * 1_000) as Instant;
    },
  };
}

/** The status, code and message of what a call is denied with. */
export function deniedBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return 'it was not denied';
}

/** The same, with a clock that ports can sleep by. */
export function labPorts(seed: string | number = 1, pace: AzureOptions['pace'] = {}) {
  const clock = virtualClock(noon);
  const dice = diceOf(seed);
  const world = createAzure(ordersLayout, { clock, dice, pace });
  const secrets = { 'env:BUS_KEY': 'sas-key', 'env:WRONG_KEY': 'another' };
  return {
    world,
    clock,
    netFrom: (vantage: Vantage) => netOf(world, vantage, { clock, dice, secrets }),
    azureAs: (caller: string, options: Partial<WorldOptions> = {}) =>
      worldOf(world, caller, { clock, dice: dice.fork(caller), ...options }),
    /** What a call rejects with by its deadline, and after how many milliseconds. */
    async failing(ms: number, call: (signal: AbortSignal) => Promise<unknown>) {
      const begun = clock.now();
      const { signal } = clock.after(ms);
      const end = call(signal).then(
        (value) => ({ error: 'it did not fail', value, afterMs: clock.now() - begun }),
        (error: unknown) => ({ error, afterMs: clock.now() - begun }),
      );
      return clock.play(end);
    },
  };
}
