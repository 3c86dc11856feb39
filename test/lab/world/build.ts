/** Builders for the world's tests: a lab's Azure, and a clock to move. */

import type { Instant } from '../../../core/names.ts';
import { type AzureOptions, createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { ordersLayout } from './orders-layout.ts';

export const noon = Date.UTC(2026, 10, 20, 12) as Instant;

/** A world whose time is moved by hand; the world itself never waits. */
export function labAzure(seed: string | number = 1, pace: AzureOptions['pace'] = {}) {
  let now = noon;
  const clock = { now: () => now };
  const world = createAzure(ordersLayout, { clock, dice: diceOf(seed), pace });
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
