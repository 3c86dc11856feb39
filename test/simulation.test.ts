/** A slice of the simulation; `npm run simulate -- --seeds 3000` is the whole of it. */

import { describe, expect, it } from '@jest/globals';
import type { Watch } from '../core/watch.ts';
import { settingOf } from '../lab/simulation/estate.ts';
import { narrate } from '../lab/simulation/narrate.ts';
import type { Break, Script } from '../lab/simulation/script.ts';
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

describe('the stories of an estate that may lead its traffic away alone', () => {
  const portal = settingOf('examples/portal.yaml');
  /** ARM is dark from the start, and then the region: the rest of the story as it would be. */
  const armless = {
    ...portal,
    sort: {
      ...portal.sort,
      scriptOf: (seed: number, watch: Watch): Script => {
        const script = portal.sort.scriptOf(seed, watch);
        const dark = (place: string, atMs: number): Break => {
          return { atMs, untilMs: undefined, place, fault: { is: 'dark' } };
        };
        const breaks = [dark('arm', 2_000), dark(watch.regions.primary, 30_000), ...script.breaks];
        return { ...script, breaks: breaks.toSorted((a, b) => a.atMs - b.atMs) };
      },
    },
  };

  it('keep every promise, and lead it alone only for a cause', async () => {
    let ledAlone = 0;
    for (let seed = from; seed < from + 20; seed += 1) {
      const told = await playStory(seed, armless);
      if (told.breach !== undefined) throw new Error(narrate(told));
      ledAlone += told.facts.filter(
        (fact) => fact.kind === 'approved' && fact.plan.trafficOnly !== undefined,
      ).length;
    }
    expect(ledAlone).toBeGreaterThan(3);
  }, 60_000);
});
