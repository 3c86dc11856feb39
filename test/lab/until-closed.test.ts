/** A round that outlives its house writes nothing any more. */

import { describe, expect, it } from '@jest/globals';
import type { Look } from '../../core/observation.ts';
import { untilClosed } from '../../lab/play/until-closed.ts';
import { memorySightings } from '../../lab/world/stores/sightings.ts';
import { at, lookOf, vantages, watch } from '../build.ts';

const [vantage] = vantages;
const look = (slot: number): Look => lookOf(vantage ?? ('north' as never), slot);

describe('sightings that are closed', () => {
  it('end what is being written, and take nothing more', async () => {
    const kept = memorySightings();
    const disk = Promise.withResolvers<void>();
    const sightings = untilClosed({
      ...kept,
      record: async (name, one) => {
        await disk.promise;
        await kept.record(name, one);
      },
    });
    const early = sightings.record(watch.name, look(1_000));
    let isClosed = false;
    const closing = sightings.close().then(() => {
      isClosed = true;
    });
    await sightings.record(watch.name, look(2_000));
    expect(isClosed).toBe(false);

    disk.resolve();
    await Promise.all([early, closing]);
    expect(await sightings.since(watch.name, at(0))).toEqual([look(1_000)]);
  });
});
