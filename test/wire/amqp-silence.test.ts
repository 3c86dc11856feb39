/** A bus that falls silent: the caller's deadline ends it, at whichever word it stopped. */

import { describe, expect, it } from '@jest/globals';
import { clientOf, closed, endOf, hosts, roundTrip } from './bus-client.ts';
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
      ends.push(await endOf((signal) => roundTrip(client, { signal }), 250));
      // However silent its callers are, nothing of theirs is waited for.
      const closing = performance.now();
      await hushed.estate.close();
      expect(performance.now() - closing).toBeLessThan(2_000);
      expect(hushed.estate.connections()).toBe(0);
      await closed([client]);
    }
    const silent = ends.slice(0, -1);
    expect(silent.length).toBeGreaterThan(10);
    expect(new Set(silent)).toEqual(new Set(['late']));
  });
});
