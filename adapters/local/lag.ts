/** Measures how long our own event loop stands still: time that no target is to blame for. */

import type { Instant } from '../../core/names.ts';

/** How often the loop is felt. */
const beatMs = 20;
/** Shorter ones are the normal breath of a busy loop: everybody still gets their turn in time. */
const stallMsMin = 50;
/** Longer than any round asks back. */
const rememberMs = 120_000;

interface Stall {
  readonly endedAt: number;
  readonly ms: number;
}

/**
 * A function that tells how long the loop stood still since a moment, all stalls together, in ms.
 * Any number of rounds may ask it side by side; what one is told is not taken from another. Time
 * before that moment never counts, so a machine that slept between two rounds harms neither.
 */
export function eventLoopLag(): (since: Instant) => number {
  let stalls: readonly Stall[] = [];
  let felt = performance.now();

  /** What has kept us since the last beat, and may not be over. */
  function present(): readonly Stall[] {
    const ms = performance.now() - felt - beatMs;
    return ms < stallMsMin ? [] : [{ endedAt: Date.now(), ms }];
  }

  const beat = setInterval(() => {
    const oldest = Date.now() - rememberMs;
    stalls = [...stalls.filter(({ endedAt }) => endedAt > oldest), ...present()];
    felt = performance.now();
  }, beatMs);
  beat.unref();

  return (since) =>
    [...stalls, ...present()].reduce((sum, { endedAt, ms }) => {
      return sum + Math.max(0, Math.min(ms, endedAt - since));
    }, 0);
}
