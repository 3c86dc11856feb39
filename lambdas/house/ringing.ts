/** Stores that ring when something new is kept: the streams behind the tables. */

import type { Journal, Sightings } from '../../core/ports.ts';

/** A journal that rings at every new fact: the stream behind the table. */
export function ringing(journal: Journal, ring: () => void): Journal {
  return {
    ...journal,
    append: async (watch, head, facts) => {
      const kept = await journal.append(watch, head, facts);
      if (kept === 'kept') ring();
      return kept;
    },
  };
}

/** Sightings that ring at every new look. */
export function ringingSightings(sightings: Sightings, ring: () => void): Sightings {
  return {
    since: (watch, from) => sightings.since(watch, from),
    record: async (watch, look) => {
      await sightings.record(watch, look);
      ring();
    },
  };
}
