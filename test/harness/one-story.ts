/** One story of a sweep, in a process of its own: prints as JSON whether it ended right. */

import { loadEstate } from '../../config/load.ts';
import { openCloud } from '../../lab/cloud/cloud.ts';
import { incidentOf, pause, play, until } from '../../lab/cloud/story.ts';
import { fateAt, type Point } from './points.ts';
import { isDoubt, isTold, toldMsMax, wrongs } from './right.ts';

interface Given {
  /** A `cdk.out`. */
  readonly assembly: string;
  /** The watch file as it is published. */
  readonly text: string;
  readonly point: Point;
}

const { assembly, text, point }: Given = JSON.parse(process.argv[2] ?? '');
const loaded = loadEstate(text, 'farwatch.yaml');
const [watch] = loaded.ok ? loaded.estate.watches : [];
if (!loaded.ok || watch === undefined) throw new Error('the watch file of the sweep is refused');

const { fates, reached } = fateAt(point);
const cloud = await openCloud({ assembly, estate: loaded.estate, text, seed: 'sweep', fates });
cloud.onFact((fact) => {
  if (isDoubt(fact)) void retry();
});
try {
  const broken = await play(cloud, { watch, approver: 'U0ANA', say: () => {} })
    .then(() => until('its end is told', () => isTold(cloud), toldMsMax))
    .then(
      () => [],
      (error: unknown) => [String(error)],
    );
  console.log(JSON.stringify({ reached: reached(), wrong: [...broken, ...wrongs(cloud, point)] }));
  // A table that is asked once more while it closes throws out of any reach; the rest closes too.
  process.on('uncaughtException', () => {});
} finally {
  await cloud.close();
}
// Sockets of those that were killed are still being given up.
process.exit(0);

/** As the runbook has it of a target that is not known to be up: wait for it, and try again. */
async function retry(): Promise<void> {
  while (incidentOf(cloud).stage === 'held') {
    await pause(2_000);
    await cloud.outside.room.press('U0ANA', 'Try this step again');
  }
}
