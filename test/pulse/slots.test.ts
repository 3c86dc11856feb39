/** Which rounds a tick calls for: each slot once, however late within its minute the tick comes. */

import { describe, expect, it } from '@jest/globals';
import type { Instant, WatchName } from '../../core/names.ts';
import { isTooOld, slotsAhead } from '../../lambdas/probe/slots.ts';

const minute = 60_000;
const opening = Date.UTC(2026, 0, 6, 2);
const at = (ms: number) => (opening + ms) as Instant;
const every = (roundMs: number, name = 'orders') => ({
  name: name as WatchName,
  policy: { roundMs },
});

function slots(roundMs: number, tick: number): readonly number[] {
  return slotsAhead([every(roundMs)], at(tick)).map(({ slot }) => slot - opening);
}

describe('slotsAhead()', () => {
  it('calls for the rounds of the next minute, whenever within its own the tick comes', () => {
    for (const tick of [0, 1, 37_512, 59_999]) {
      expect(slots(20_000, tick)).toEqual([60_000, 80_000, 100_000]);
    }
    expect(slots(20_000, minute)).toEqual([120_000, 140_000, 160_000]);
  });

  it.each([1_000, 7_000, 20_000, 45_000, 90_000, 300_000])(
    'calls for each slot of %i ms once, and leaves none out, over an hour of ticks',
    (roundMs) => {
      const jitter = (n: number) => (n * 7_919) % minute;
      const ticks = Array.from({ length: 60 }, (_, n) => n * minute + jitter(n));
      const called = ticks.flatMap((tick) => slots(roundMs, tick));
      const first = Math.ceil((opening + minute) / roundMs) * roundMs - opening;
      const due: number[] = [];
      for (let slot = first; slot < 61 * minute; slot += roundMs) due.push(slot);
      expect(called).toEqual(due);
    },
  );

  it('delays each to its slot: never early, and less than a second late', () => {
    for (const tick of [0, 1, 999, 37_512, 59_999]) {
      for (const { slot, delaySeconds } of slotsAhead([every(7_000)], at(tick))) {
        const late = at(tick) + delaySeconds * 1_000 - slot;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(1_000);
        // A queue holds a message back for a quarter of an hour at most.
        expect(delaySeconds).toBeLessThanOrEqual(900);
      }
    }
  });

  it('calls for the rounds of every watch at its own pace', () => {
    const called = slotsAhead([every(30_000, 'a'), every(60_000, 'b')], at(0));
    expect(called.map(({ watch, slot }) => `${watch} ${slot - opening}`)).toEqual([
      'a 60000',
      'b 60000',
      'a 90000',
    ]);
  });
});

describe('isTooOld()', () => {
  it('bears half an interval, and not more', () => {
    expect(isTooOld(at(0), 20_000, at(10_000))).toBe(false);
    expect(isTooOld(at(0), 20_000, at(10_001))).toBe(true);
    expect(isTooOld(at(0), 20_000, at(-5_000))).toBe(false);
  });
});
