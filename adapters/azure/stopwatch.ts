/** Measures how long a conversation spends in each phase, and knows which one it is in. */

import type { Answer, Phase } from '../../core/observation.ts';

export interface Stopwatch {
  /** The phase that runs now: where a failure belongs. */
  readonly phase: () => Phase;
  /** Ends the phase that runs and begins the next; entering one again changes nothing. */
  readonly enter: (next: Phase) => void;
  /** Milliseconds, to a tenth; the phase that runs counts up to now. */
  readonly phases: () => Answer['phases'];
}

export function stopwatch(first: Phase): Stopwatch {
  const spent = new Map<Phase, number>();
  let phase = first;
  let since = performance.now();

  function lap(): void {
    const now = performance.now();
    spent.set(phase, (spent.get(phase) ?? 0) + now - since);
    since = now;
  }

  return {
    phase: () => phase,
    enter(next) {
      if (next === phase) return;
      lap();
      phase = next;
    },
    phases() {
      lap();
      return Object.fromEntries([...spent].map(([name, ms]) => [name, Math.round(ms * 10) / 10]));
    },
  };
}
