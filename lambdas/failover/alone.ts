/** Lets one run at a time drive a watch: more would ask Azure the same things, and be throttled. */

import type { Run } from '../../core/names.ts';
import type { Clock, Memory } from '../../core/ports.ts';

export interface Driver {
  readonly run: Run;
  readonly memory: Memory;
  readonly clock: Clock;
}

/** A run that died is followed by another after this. */
const holdMs = 20_000;
const renewMs = 5_000;
/** One that drives reads the journal again well within this: what is new is not lost on it. */
const patienceMs = 10_000;
const askAgainMs = 1_000;

/**
 * Resolves when the work is done, or with `elsewhere` when another run is at it. It only saves
 * effort: what may be done, and by whom, is decided by claims in the journal.
 */
export async function alone(
  key: string,
  driver: Driver,
  work: () => Promise<void>,
): Promise<'done' | 'elsewhere'> {
  if (!(await taken(key, driver))) return 'elsewhere';
  const stop = new AbortController();
  const held = hold(key, driver, stop.signal);
  // Awaited below; until then its failure must not end the process.
  held.catch(() => stop.abort());
  try {
    await work();
    return 'done';
  } finally {
    stop.abort();
    await held;
    await driver.memory.put(key, driver.run, 0);
  }
}

async function taken(key: string, { run, memory, clock }: Driver): Promise<boolean> {
  const until = clock.now() + patienceMs;
  while ((await memory.claim(key, run, holdMs)) === 'taken') {
    if (clock.now() >= until) return false;
    await clock.sleep(askAgainMs);
  }
  return true;
}

async function hold(key: string, { run, memory, clock }: Driver, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await clock.sleep(renewMs, stop);
    if (!stop.aborted) await memory.put(key, run, holdMs);
  }
}
