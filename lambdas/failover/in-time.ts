/** One question of the preflight, which ends although nobody answers. */

import type { Clock } from '../../core/ports.ts';

/** A question that takes longer has failed. */
const askMsMax = 10_000;

export async function inTime<T>(
  clock: Clock,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = clock.after(askMsMax);
  try {
    return await Promise.race([ask(deadline.signal), silence(deadline.signal)]);
  } finally {
    deadline.cancel();
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const why = `no answer for ${askMsMax / 1_000} s`;
    signal.addEventListener('abort', () => reject(new Error(why)), { once: true });
  });
}
