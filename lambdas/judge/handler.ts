/** Judges every watch: at once when something failing was seen, and at every minute's tick. */

import { eachAdopted } from '../cloud/adopting.ts';
import { deployed } from '../cloud/deployed.ts';
import { judgingOf, rulesOf } from '../cloud/judging.ts';
import { alive } from '../pulse/alive.ts';
import { judgeOnce } from './judge.ts';

const here = deployed(process.env);
const eachWatch = eachAdopted(here);
const judging = judgingOf(here);

export const handler = async (): Promise<void> => {
  await eachWatch(await here.file(), (force) => judgeOnce(rulesOf(force.watch), judging(force)));
  await alive('judge', here);
};
