/** Waits in real time, but never longer than whoever opened the lab keeps it open. */

import { setTimeout } from 'node:timers/promises';

/** Rejects when `signal` aborts first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(ms, undefined, { signal });
}
