/** Tells people what is new of every watch: when the journal rings, and at every minute's tick. */

import { deployed } from '../cloud/deployed.ts';
import { each } from '../cloud/each.ts';
import { tellingOf } from '../cloud/people.ts';
import { alive } from '../pulse/alive.ts';

const here = deployed(process.env);
const telling = tellingOf(here);

export const handler = async (): Promise<void> => {
  const estate = await here.estate();
  await each(estate.watches, (watch) => telling(estate, watch));
  await alive('tell', here);
};
