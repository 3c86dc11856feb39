/** Time that a test moves: sleeping costs nothing, and the same program wakes in the same order. */

import { type Instant, later } from '../../core/names.ts';
import type { Clock } from '../../core/ports.ts';
import { createHeap, type Due } from './heap.ts';

export interface VirtualClock extends Clock {
  /** Wakes all that is due by `at`, in order, each in a turn of its own; then it is `at`. */
  advanceTo(at: Instant): Promise<void>;
  advance(ms: number): Promise<void>;
  /**
   * Moves time on until `work` settles, and settles as it did. Throws when nothing is due any
   * more, or nothing within `msMax`: whatever it waits for will not come.
   */
  play<T>(work: Promise<T>, msMax?: number): Promise<T>;
}

interface Timer extends Due {
  readonly at: Instant;
  /** Undefined once it was cancelled. */
  wake: (() => void) | undefined;
}

/** An hour: longer than anything the lab waits for in one go. */
const playMsMax = 3_600_000;

export function virtualClock(start: Instant): VirtualClock {
  const timers = createHeap<Timer>();
  let now = start;
  let turns = 0;

  function plan(ms: number, wake: () => void): Timer {
    turns += 1;
    // Whole milliseconds, as the wall clock has them.
    const timer = { at: later(now, Math.ceil(Math.max(0, ms))), turn: turns, wake };
    timers.push(timer);
    return timer;
  }

  /** The next timer that still means something, if it is due by `at`. */
  function due(at: Instant): Timer | undefined {
    for (let next = timers.peek(); next !== undefined && next.at <= at; next = timers.peek()) {
      timers.pop();
      if (next.wake !== undefined) return next;
    }
    return undefined;
  }

  /** Everything that follows from a timer without waiting happens before the next one wakes. */
  async function wake(timer: Timer): Promise<void> {
    now = timer.at;
    timer.wake?.();
    await settled();
  }

  const clock: VirtualClock = {
    now: () => now,
    sleep: (ms, signal) => sleep(ms, signal, plan),
    after(ms) {
      const controller = new AbortController();
      const timer = plan(ms, () => controller.abort(new Error(`${ms} ms are over`)));
      return { signal: controller.signal, cancel: () => cancel(timer) };
    },
    async advanceTo(at) {
      await settled();
      for (let timer = due(at); timer !== undefined; timer = due(at)) await wake(timer);
      if (at > now) now = at;
    },
    advance: (ms) => clock.advanceTo(later(now, ms)),
    async play(work, msMax = playMsMax) {
      const until = later(now, msMax);
      let open = true;
      const close = () => {
        open = false;
      };
      work.then(close, close);
      await settled();
      while (open) {
        const timer = due(until);
        if (timer === undefined) throw new Error(`nothing ended it within ${msMax} ms`);
        await wake(timer);
      }
      return work;
    },
  };
  return clock;
}

function sleep(
  ms: number,
  signal: AbortSignal | undefined,
  plan: (ms: number, wake: () => void) => Timer,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = plan(ms, () => {
      signal?.removeEventListener('abort', cut);
      resolve();
    });
    function cut(): void {
      cancel(timer);
      resolve();
    }
    signal?.addEventListener('abort', cut, { once: true });
  });
}

function cancel(timer: Timer): void {
  timer.wake = undefined;
}

/** One turn of the event loop: all promises that can settle by themselves have settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
