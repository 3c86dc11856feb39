/** Says "alive" to the outside each minute, with proof of life. */

import { beatingOf } from '../cloud/beating.ts';
import { deployed } from '../cloud/deployed.ts';

const here = deployed(process.env);
const beating = beatingOf(here);

export const handler = async (): Promise<void> => {
  await beating(await here.file());
};
