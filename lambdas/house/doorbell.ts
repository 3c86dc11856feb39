/** A job that runs whenever it is rung, one run at a time, and never misses the last ring. */

export interface Doorbell {
  /** Resolves when the job has run to an end that began after this ring. */
  ring(): Promise<void>;
  /** No ring is heard any more; resolves when the run under way has ended. */
  silence(): Promise<void>;
}

/** `onTrouble` is told of a failing run; the next ring tries again. */
export function doorbell(job: () => Promise<void>, onTrouble: (error: unknown) => void): Doorbell {
  let running: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  let silent = false;

  const run = () => {
    running = job()
      .catch(onTrouble)
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    async ring() {
      if (silent) return;
      if (running === undefined) return run();
      again ??= running.then(() => {
        again = undefined;
        return silent ? undefined : run();
      });
      return again;
    },
    async silence() {
      silent = true;
      await running;
    },
  };
}
