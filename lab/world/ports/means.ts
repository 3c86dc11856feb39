/** What every in-memory port goes by: the world, its time and its dice, and where we stand. */

import type { Phase } from '../../../core/observation.ts';
import type { Clock } from '../../../core/ports.ts';
import type { AzureWorld, Place } from '../azure.ts';
import type { Dice } from '../dice.ts';

export interface Means {
  readonly world: AzureWorld;
  readonly clock: Clock;
  readonly dice: Dice;
  /** Our own network, which may be broken like any other place: `vantage/eu-north-1`. */
  readonly network: Place;
}

export type Phases = Partial<Record<Phase, number>>;

/** A few milliseconds, to a tenth as the real stopwatch tells them. */
export function fewMs(dice: Dice): number {
  return Math.round(dice.between(0.4, 4) * 10) / 10;
}

/** Resolves when the signal aborts; never, if it does not. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
