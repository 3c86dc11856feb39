/** The theatre in virtual time: one seed one story, minutes in milliseconds. */

import type { Estate } from '../../config/estate.ts';
import type { Watch } from '../../core/watch.ts';
import { wire } from '../../lambdas/house/wiring.ts';
import { earAt } from './ear.ts';
import { type StageOptions, stageOf } from './stage.ts';
import type { Theatre } from './theatre.ts';

export function openVirtual(estate: Estate, watch: Watch, options: StageOptions): Theatre {
  const { rooms, clock, world, brake, troubles } = stageOf(estate, watch, options);
  const ear = earAt(rooms.journal, watch.name);
  const house = wire({ ...rooms, journal: ear.journal });
  return {
    watch,
    clock,
    world,
    house,
    brake,
    troubles,
    facts: ear.facts,
    incident: ear.incident,
    onFact: ear.onFact,
    perform: async (work) => {
      const stop = new AbortController();
      const kept = house.keep(stop.signal);
      const done = work(stop).finally(() => stop.abort());
      const both = Promise.all([done, kept]).then(([result]) => result);
      return clock.play(both, playMsMax);
    },
    close: async () => {},
  };
}

/** A week: whatever a story waits for comes before. */
const playMsMax = 7 * 24 * 3_600_000;
