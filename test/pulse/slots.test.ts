/** Which rounds a tick calls for: each slot once, wherever in a minute ticks are due. */

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

function slots(roundMs: number, due: number): readonly number[] {
  return slotsAhead([every(roundMs)], at(due)).map(({ slot }) => slot - opening);
}

describe('slotsAhead()', () => {
  it('calls for the rounds of the minute that begins one minute after the tick was due', () => {
    expect(slots(20_000, 0)).toEqual([60_000, 80_000, 100_000]);
    expect(slots(20_000, minute)).toEqual([120_000, 140_000, 160_000]);
    expect(slots(20_000, 59_000)).toEqual([120_000, 140_000, 160_000]);
    expect(slots(20_000, 60_001)).toEqual([140_000, 160_000, 180_000]);
  });

  it.each([1_000, 7_000, 20_000, 45_000, 90_000, 300_000])(
    'calls for each slot of %i ms once, and leaves none out, wherever in a minute the ticks are due',
    (roundMs) => {
      for (const phase of [0, 1_000, 30_000, 59_000, 59_999]) {
        const ticks = Array.from({ length: 60 }, (_, n) => phase + n * minute);
        const called = ticks.flatMap((tick) => slots(roundMs, tick));
        const first = Math.ceil((opening + phase + minute) / roundMs) * roundMs - opening;
        const due: number[] = [];
        for (let slot = first; slot < phase + 61 * minute; slot += roundMs) due.push(slot);
        expect(called).toEqual(due);
      }
    },
  );

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
