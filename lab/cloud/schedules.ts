/** EventBridge Scheduler: invokes by the clock, in the name of each schedule's own role. */

import { type Instant, later } from '../../core/names.ts';
import { scheduledTime } from '../../lambdas/cloud/event.ts';
import type { Schedule } from './deployed.ts';
import type { Waker, WakerMeans } from './wakers.ts';

/** A throttled event is offered again until it is this old, as the function is configured. */
const ageMsMax = 60_000;
const againMs = 1_000;

export interface Ticking {
  readonly from: Instant;
  /** How long after it the first tick of each is due. */
  readonly afterMs: (schedule: Schedule) => number;
}

export function openSchedules(means: WakerMeans, { from, afterMs }: Ticking): Waker {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function tick({ target, input: written, role }: Schedule, due: Instant): Promise<void> {
    const input = told(written, due);
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

  function tickFrom(schedule: Schedule, due: Instant): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        tickFrom(schedule, later(due, schedule.everyMs));
        void tick(schedule, due);
      },
      Math.max(0, due - Date.now()),
    );
    timers.add(timer);
  }

  for (const schedule of means.deployed.schedules) {
    tickFrom(schedule, later(from, afterMs(schedule)));
  }
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** What a schedule hands on at its time; whole seconds are what it tells. */
export function told(input: unknown, due: Instant): unknown {
  const at = new Date(due).toISOString().replace(/\.\d+Z$/, 'Z');
  return JSON.parse(JSON.stringify(input).replaceAll(scheduledTime, at));
}
