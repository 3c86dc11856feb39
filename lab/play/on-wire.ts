/** A theatre of a lab and a house beside it, in one process. */

import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import type { Watch } from '../../core/watch.ts';
import { type Lab, openLab } from './lab.ts';
import type { Theatre } from './theatre.ts';
import { houseAt, type WireOptions } from './wire.ts';

export interface OnWire extends Theatre {
  readonly lab: Lab;
}

export async function openOnWire(
  estate: Estate,
  watch: Watch,
  options: WireOptions & { readonly seed: string | number },
): Promise<OnWire> {
  const lab = await openLab(estate, options);
  const { house, brake, troubles, facts, incident, onFact, close } = await houseAt(
    lab,
    estate,
    watch,
    options,
  );
  return {
    lab,
    watch,
    clock: wallClock,
    world: lab.world,
    house,
    brake,
    troubles,
    facts,
    incident,
    onFact,
    perform: async (work) => {
      const stop = new AbortController();
      const kept = house.keep(stop.signal);
      // Hung peers end with the lab: what still waits for them is not waited for.
      const result = await work(stop).finally(() => stop.abort());
      await Promise.race([kept, wallClock.sleep(500)]);
      return result;
    },
    close: async () => {
      await close();
      await lab.close();
    },
  };
}
