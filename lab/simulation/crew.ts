/** Plays many seeds on every core; stops at the first promise that is broken. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Breach } from './promises.ts';
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

export async function playMany(
  { from, count }: { readonly from: number; readonly count: number },
  onReport: (played: Tally) => void = () => {},
): Promise<Played> {
  const seeds = Array.from({ length: count }, (_, nth) => from + nth).values();
  const broken: Broken[] = [];
  let tally = nothing;

  const hand = async () => {
    const worker = new Worker(new URL('./hand.ts', import.meta.url));
    try {
      for (const seed of seeds) {
        if (broken.length > 0) break;
        const report = await ask(worker, seed);
        tally = together(tally, report.tally);
        if (report.broken !== undefined) broken.push(report.broken);
        onReport(tally);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, availableParallelism()) }, hand));
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
