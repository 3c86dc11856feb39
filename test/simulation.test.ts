/** A slice of the simulation; `npm run simulate -- --seeds 3000` is the whole of it. */

import { describe, expect, it } from '@jest/globals';
import { settingOf } from '../lab/simulation/estate.ts';
import { narrate } from '../lab/simulation/narrate.ts';
import { playStory } from '../lab/simulation/story.ts';
import { nothing, tallyOf, together } from '../lab/simulation/tally.ts';

/** Shifted by `FARWATCH_SEED`, so that every run may try other stories. */
const from = Number(process.env['FARWATCH_SEED'] ?? 1);
const count = 60;
const setting = settingOf();

describe(`the stories of seeds ${from} to ${from + count - 1}`, () => {
  it('keep every promise, whatever breaks, and come to rest', async () => {
    let tally = nothing;
    for (let seed = from; seed < from + count; seed += 1) {
      const told = await playStory(seed, setting);
      if (told.breach !== undefined) throw new Error(narrate(told));
      tally = together(tally, tallyOf(told));
    }
    // A slice in which nothing happens would keep every promise too.
    expect(tally.facts['proven']).toBeGreaterThan(3);
    expect(tally.facts['refused']).toBeGreaterThan(3);
    expect(tally.facts['stepFailed']).toBeGreaterThan(0);
    expect(tally.crashes).toBeGreaterThan(10);
  }, 120_000);

  it('are the same stories when they are told again', async () => {
    const [once, again] = [await playStory(from, setting), await playStory(from, setting)];
    expect(again.facts).toEqual(once.facts);
    expect(again.troubles).toEqual(once.troubles);
    expect(again.virtualMs).toBe(once.virtualMs);
  }, 30_000);
});

describe('the stories of an estate whose whole chain is tested', () => {
  it('keep every promise, and call nothing proven that no document has gone', async () => {
    const tested = settingOf('examples/chain.yaml');
    let tally = nothing;
    for (let seed = from; seed < from + 20; seed += 1) {
      const told = await playStory(seed, tested);
      if (told.breach !== undefined) throw new Error(narrate(told));
      tally = together(tally, tallyOf(told));
    }
    expect(tally.facts['proven']).toBeGreaterThan(1);
  }, 60_000);
});
