/** Tells people what is new of every watch: when the journal rings, and at every minute's tick. */

import { deployed } from '../cloud/deployed.ts';
import { eachInForce } from '../cloud/in-force.ts';
import { tellingOf } from '../cloud/people.ts';
import { alive } from '../pulse/alive.ts';

const here = deployed(process.env);
const { tell, heed } = tellingOf(here);
const eachWatch = eachInForce(here, heed);

export const handler = async (): Promise<void> => {
  await eachWatch(await here.file(), ({ estate, watch }) => tell(estate, watch));
  await alive('tell', here);
};
