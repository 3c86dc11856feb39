/** Judges every watch: at once when something failing was seen, and at every minute's tick. */

import { deployed } from '../cloud/deployed.ts';
import { each } from '../cloud/each.ts';
import { judgingOf, rulesOf } from '../cloud/judging.ts';
import { alive } from '../pulse/alive.ts';
import { judgeOnce } from './judge.ts';

const here = deployed(process.env);
const judging = judgingOf(here);

export const handler = async (): Promise<void> => {
  const { watches } = await here.estate();
  await each(watches, (watch) => judgeOnce(rulesOf(watch), judging(watch)));
  await alive('judge', here);
};
