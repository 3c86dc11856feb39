/** One run of the program inside the lab, which may die at any await. */

import type { Clock } from '../../core/ports.ts';

/** The process died. Only the harness meets it: the program itself just never goes on. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface Life {
  alive(): boolean;
  /** From now on nothing that this process waits for ever comes. */
  die(why: string): void;
  /** Settles as `work` does, or rejects with `Crash` when the process dies first. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** What the process waits for, as long as it lives. */
  hold<T>(work: Promise<T>): Promise<T>;
  /** The clock as this process has it: no timer wakes the dead. */
  clock(clock: Clock): Clock;
}

export function createLife(): Life {
  const death = Promise.withResolvers<never>();
  // A death that nobody watches is no fault of the harness.
  death.promise.catch(() => {});
  let dead = false;

  const life: Life = {
    alive: () => !dead,
    die(why) {
      dead = true;
      death.reject(new Crash(why));
    },
    run: (work) => Promise.race([death.promise, life.hold(work())]),
    hold: (work) =>
      new Promise((resolve, reject) => {
        work.then(
          (value) => dead || resolve(value),
          (error) => dead || reject(error),
        );
      }),
    clock: (clock) => ({
      now: () => clock.now(),
      sleep: (ms, signal) => life.hold(clock.sleep(ms, signal)),
      after: (ms) => clock.after(ms),
    }),
  };
  return life;
}
