/** EventBridge Scheduler: invokes by the clock, in the name of each schedule's own role. */

import type { Schedule } from './deployed.ts';
import type { Waker, WakerMeans } from './wakers.ts';

/** A throttled event is offered again until it is this old, as the function is configured. */
const ageMsMax = 60_000;
const againMs = 1_000;

/** `afterMs`: of the first tick of each; a real one ticks anywhere within its minute. */
export function openSchedules(means: WakerMeans, afterMs: (schedule: Schedule) => number): Waker {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function tick({ target, input, role }: Schedule): Promise<void> {
    if (!means.rights.may('scheduler', role, 'lambda:InvokeFunction', target)) return;
    const began = Date.now();
    for (;;) {
      const end = await means.fleet.invoke(target, 'schedule', input);
      if (end !== 'throttled' && end.is === 'returned') return;
      if (end === 'throttled' && Date.now() - began < ageMsMax && !stopped) {
        await new Promise((resolve) => setTimeout(resolve, againMs));
        continue;
      }
      const why = end === 'throttled' ? 'throttled' : end.is;
      return means.onDeadLetter({ fn: target, why, event: input });
    }
  }

  for (const schedule of means.deployed.schedules) {
    const first = setTimeout(() => {
      if (stopped) return;
      void tick(schedule);
      timers.add(setInterval(() => void tick(schedule), schedule.everyMs));
    }, afterMs(schedule));
    timers.add(first);
  }
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
