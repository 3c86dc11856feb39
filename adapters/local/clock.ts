/** The time of the machine we run on. */

import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '../../core/names.ts';
import type { Clock } from '../../core/ports.ts';

export const wallClock: Clock = {
  now: () => Date.now() as Instant,

  async sleep(ms, signal) {
    try {
      await wait(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Being woken early is what the signal is for; whoever sleeps reads the signal.
      if (signal?.aborted !== true) throw error;
    }
  },

  after(ms) {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(new DOMException(`${ms} ms are over`, 'TimeoutError'));
    }, ms);
    return { signal: controller.signal, cancel: () => clearTimeout(timer) };
  },
};
