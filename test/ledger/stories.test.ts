/** By dice: away and home again while documents flow. What a partner has seen, it never sees again. */

import { describe, expect, it } from '@jest/globals';
import { tell } from './story.ts';

/** Shifted by `FARWATCH_SEED`, so that every run may try other stories. */
const from = Number(process.env['FARWATCH_SEED'] ?? 1);
const count = 30;

describe(`the partners of seeds ${from} to ${from + count - 1}`, () => {
  it('see no number twice, and none is lowered; what was taken is known at home', async () => {
    const tally = { asked: 0, crashes: 0, sent: 0, reverse: 0 };
    for (let seed = from; seed < from + count; seed += 1) {
      const { partners, asked, crashes, rates, hasReverse, unknown } = await tell(seed);
      const faults = [...partners.faults];
      if (unknown > 0) faults.push(`${unknown} messages would be taken again at home`);
      for (const { agreement, sort, seen, perMinute } of partners.counters) {
        const session = `${agreement}-${sort}`;
        const twice = seen.length - new Set(seen).size;
        if (twice > 0) faults.push(`${session} was sent ${twice} numbers twice`);
        // A leap of ours would be raised by again at the next move, and again.
        const rate = rates[session.toLowerCase()] ?? 0;
        if (rate > (perMinute * 4) / 3 + 0.2)
          faults.push(`${session}: ${rate} is no rate of its own`);
        tally.sent += seen.length;
      }
      if (faults.length > 0) throw new Error(`FARWATCH_SEED=${seed}: ${faults.join('; ')}`);
      tally.asked += asked === undefined ? 0 : 1;
      tally.crashes += crashes;
      tally.reverse += hasReverse ? 1 : 0;
    }
    // Stories in which nothing happens would keep every promise too.
    expect(tally.crashes).toBeGreaterThan(count);
    expect(tally.asked).toBeGreaterThan(0);
    expect(tally.asked).toBeLessThan(count / 2);
    expect(tally.reverse).toBeGreaterThan(count / 4);
    expect(tally.reverse).toBeLessThan((count * 3) / 4);
    expect(tally.sent).toBeGreaterThan(100_000);
  }, 60_000);

  it('see the same again when it is told again', async () => {
    const told = async () => (await tell(from)).partners.counters.map(({ seen }) => seen);
    expect(await told()).toEqual(await told());
  });
});
