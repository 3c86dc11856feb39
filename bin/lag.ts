/** Measures how late our own event loop is: latency that no target is to blame for. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A function that tells the worst delay since its last call, in ms. */
export function eventLoopLag(): () => number {
  const resolutionMs = 20;
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return () => {
    const worstMs = histogram.max / 1e6 - resolutionMs;
    histogram.reset();
    return Math.max(0, worstMs);
  };
}
