/** Sightings in memory. */

import type { WatchName } from '../../../core/names.ts';
import type { Look } from '../../../core/observation.ts';
import type { Sightings } from '../../../core/ports.ts';

/** Like a table whose rows end: of more slots than this, the oldest are forgotten. */
const slotsMax = 500;

export function memorySightings(): Sightings {
  const kept = new Map<WatchName, Map<number, Map<string, Look>>>();

  return {
    async record(watch, look) {
      const slots = kept.get(watch) ?? new Map<number, Map<string, Look>>();
      kept.set(watch, slots);
      const looks = slots.get(look.slot) ?? new Map<string, Look>();
      slots.set(look.slot, looks);
      const key = `${look.vantage}/${look.pass}`;
      if (!looks.has(key)) looks.set(key, look);
      if (slots.size > slotsMax) slots.delete(Math.min(...slots.keys()));
    },
    async since(watch, from) {
      const slots = [...(kept.get(watch) ?? [])].filter(([slot]) => slot >= from);
      return slots.flatMap(([, looks]) => [...looks.values()]);
    },
  };
}
