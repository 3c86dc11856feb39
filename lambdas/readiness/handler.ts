/** Checks every half hour whether each watch could be moved, by the file that a move of it would follow. */

import { checkingOf } from '../cloud/checking.ts';
import { deployed } from '../cloud/deployed.ts';
import { eachInForce } from '../cloud/in-force.ts';

const here = deployed(process.env);
const eachWatch = eachInForce(here);
const checking = checkingOf(here);

export const handler = async (): Promise<void> => {
  await eachWatch(await here.file(), ({ estate, watch }) => checking(estate, watch));
};
