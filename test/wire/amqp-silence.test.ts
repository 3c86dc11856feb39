/** A bus that falls silent: the caller's deadline ends it, at whichever word it stopped. */

import { describe, expect, it } from '@jest/globals';
import { clientOf, endOf, hosts, roundTrip } from './bus-client.ts';
import { openSmallEstate } from './small-estate.ts';

describe('silence', () => {
  it('is over when the caller says so, and closes at once', async () => {
    const ends: unknown[] = [];
    // From the first look at the faults (the dial) on: the handshake, the open frame, each link
    // and its token, the message, what became of it, the credit, and the settling.
    for (let stage = 2; ends.at(-1) !== 'one: hello one'; stage += 1) {
      let looks = 0;
      const hushed = await openSmallEstate({}, (faults) => ({
        ...faults,
        treat(places) {
          looks += 1;
          return looks < stage ? faults.treat(places) : { is: 'silent', afterHeaders: false };
        },
      }));
      const client = await clientOf(hushed, hosts.primary);
      const begun = performance.now();
      ends.push(await endOf(roundTrip(client), 250));
      expect(performance.now() - begun).toBeLessThan(500);
      const closing = performance.now();
      await hushed.estate.close();
      expect(performance.now() - closing).toBeLessThan(100);
      expect(hushed.estate.connections()).toBe(0);
    }
    const silent = ends.slice(0, -1);
    expect(silent.length).toBeGreaterThan(10);
    expect(new Set(silent)).toEqual(new Set(['late']));
  });
});
