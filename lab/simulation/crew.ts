/** Plays many seeds on every core; stops at the first promise that is broken. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Breach } from './promises.ts';
import type { SortName } from './sorts.ts';
import { nothing, type Tally, together } from './tally.ts';

export interface Broken extends Breach {
  readonly seed: number;
  /** The story, for a person. */
  readonly text: string;
}

/** What a hand of the crew reports of one seed. */
export interface Reported {
  readonly seed: number;
  readonly tally: Tally;
  readonly broken: Broken | undefined;
}

export interface Played {
  readonly tally: Tally;
  /** Of all that were broken, the one of the lowest seed. */
  readonly broken: Broken | undefined;
}

export interface Playing {
  readonly sort: SortName;
  readonly from: number;
  readonly count: number;
  /** Threads; by default one for every core. */
  readonly jobs?: number;
  /** None is begun later than that. */
  readonly minutes?: number;
}

export async function playMany(
  { sort, from, count, jobs = availableParallelism(), minutes = Infinity }: Playing,
  onReport: (played: Tally) => void = () => {},
): Promise<Played> {
  const seeds = Array.from({ length: count }, (_, nth) => from + nth).values();
  const broken: Broken[] = [];
  const until = performance.now() + minutes * 60_000;
  let tally = nothing;

  const hand = async () => {
    const worker = new Worker(new URL('./hand.ts', import.meta.url), { workerData: { sort } });
    try {
      for (const seed of seeds) {
        if (broken.length > 0 || performance.now() > until) break;
        const report = await ask(worker, seed);
        tally = together(tally, report.tally);
        if (report.broken !== undefined) broken.push(report.broken);
        onReport(tally);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, jobs) }, hand));
  return { tally, broken: broken.toSorted((a, b) => a.seed - b.seed)[0] };
}

function ask(worker: Worker, seed: number): Promise<Reported> {
  return new Promise((resolve, reject) => {
    worker.once('message', (report: Reported) => {
      worker.off('error', reject);
      resolve(report);
    });
    worker.once('error', reject);
    worker.postMessage(seed);
  });
}
