/** Checks every half hour whether each watch could be moved. */

import { checkingOf } from '../cloud/checking.ts';
import { deployed } from '../cloud/deployed.ts';
import { each } from '../cloud/each.ts';

const here = deployed(process.env);
const checking = checkingOf(here);

export const handler = async (): Promise<void> => {
  const estate = await here.estate();
  await each(estate.watches, (watch) => checking(estate, watch));
};
