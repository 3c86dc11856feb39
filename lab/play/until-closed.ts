/** Sightings that end with their house: what a hung peer answers later goes nowhere. */

import type { Sightings } from '../../core/ports.ts';

export interface Closable extends Sightings {
  /** Resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** A round outlives its house by a probe's deadline; the folder it would write to does not. */
export function untilClosed(sightings: Sightings): Closable {
  const writing = new Set<Promise<void>>();
  let closed = false;
  return {
    since: (watch, from) => sightings.since(watch, from),
    record: async (watch, look) => {
      if (closed) return;
      const work = sightings.record(watch, look);
      writing.add(work);
      await work.finally(() => writing.delete(work));
    },
    close: async () => {
      closed = true;
      // Whether they failed is told to whoever recorded them.
      await Promise.allSettled(writing);
    },
  };
}
