/** What happens in the lab's Azure by itself, made up for whenever somebody looks. */

import type { Instant } from '../../core/names.ts';
import { createHeap, type Due } from './heap.ts';

/**
 * Whoever changes the world catches up first. So every event finds the world as it was at its own
 * time, however rarely anybody looks, and no history has to be kept.
 */
export interface Timeline {
  /** While an event happens, its own time; else the clock's. */
  now(): Instant;
  after(ms: number, happen: () => void): void;
  /** Lets all events due by the clock's now happen, in order. Nothing, when an event calls it. */
  catchUp(): void;
}

interface Event extends Due {
  readonly at: Instant;
  readonly happen: () => void;
}

export function createTimeline(clock: { now(): Instant }): Timeline {
  const events = createHeap<Event>();
  let turns = 0;
  let present: Instant | undefined;

  function now(): Instant {
    return present ?? clock.now();
  }

  return {
    now,
    after(ms, happen) {
      turns += 1;
      events.push({ at: (now() + Math.max(0, ms)) as Instant, turn: turns, happen });
    },
    catchUp() {
      if (present !== undefined) return;
      const until = clock.now();
      try {
        for (
          let next = events.peek();
          next !== undefined && next.at <= until;
          next = events.peek()
        ) {
          events.pop();
          present = next.at;
          next.happen();
        }
      } finally {
        present = undefined;
      }
    },
  };
}
