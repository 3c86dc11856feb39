/** One hand of the crew: plays the seeds it is given, one after the other, on a thread of its own. */

import { parentPort, workerData } from 'node:worker_threads';
import type { Playing, Reported } from './crew.ts';
import { settingOf } from './estate.ts';
import { narrate } from './narrate.ts';
import { playStory } from './story.ts';
import { tallyOf } from './tally.ts';

const { sort }: Pick<Playing, 'sort'> = workerData;
const setting = settingOf(undefined, sort);

parentPort?.on('message', (seed: number) => {
  void report(seed).then((reported) => parentPort?.postMessage(reported));
});

async function report(seed: number): Promise<Reported> {
  const told = await playStory(seed, setting);
  const { breach } = told;
  const broken = breach === undefined ? undefined : { seed, ...breach, text: narrate(told) };
  return { seed, tally: tallyOf(told), broken };
}
