/** A slice of the stories of split brain; `npm run simulate -- --split --seeds 10000` is the whole of it. */

import { describe, expect, it } from '@jest/globals';
import { settingOf } from '../lab/simulation/estate.ts';
import { spreadOf } from '../lab/simulation/exposure-table.ts';
import { narrate } from '../lab/simulation/narrate.ts';
import { playStory } from '../lab/simulation/story.ts';
import { nothing, tallyOf, together } from '../lab/simulation/tally.ts';

/** Shifted by `FARWATCH_SEED`, so that every run may try other stories. */
const from = Number(process.env['FARWATCH_SEED'] ?? 1);
const count = 40;
const setting = settingOf(undefined, 'split');

describe(`the stories of split brain of seeds ${from} to ${from + count - 1}`, () => {
  it('never have us enable both sides but behind a fence that is owed, and told', async () => {
    let tally = nothing;
    for (let seed = from; seed < from + count; seed += 1) {
      const told = await playStory(seed, setting);
      if (told.breach !== undefined) throw new Error(narrate(told));
      tally = together(tally, tallyOf(told));
    }
    // Where nobody ever runs twice, nothing would have been put to the test.
    const spread = spreadOf(tally.exposed);
    expect(tally.facts['proven']).toBeGreaterThan(3);
    expect(tally.facts['stepOwed']).toBeGreaterThan(3);
    expect(spread['owed fence'].count).toBeGreaterThan(3);
    expect(spread.others.count).toBeGreaterThan(3);
    expect(spread['owed fence'].endedBy['our fence']).toBeGreaterThan(3);
  }, 120_000);

  it('are the same stories when they are told again', async () => {
    const [once, again] = [await playStory(from, setting), await playStory(from, setting)];
    expect(again.facts).toEqual(once.facts);
    expect(again.exposures).toEqual(once.exposures);
  }, 30_000);
});

describe('the same behind a stronger fence', () => {
  const fenced = settingOf('examples/fenced.yaml', 'split');

  it('never have us enable anything before that is proven, and never owe it', async () => {
    let tally = nothing;
    for (let seed = from; seed < from + 20; seed += 1) {
      const told = await playStory(seed, fenced);
      if (told.breach !== undefined) throw new Error(narrate(told));
      tally = together(tally, tallyOf(told));
    }
    expect(tally.facts['proven']).toBeGreaterThan(3);
    expect(tally.facts['stepOwed']).toBeGreaterThan(1);
  }, 120_000);
});
