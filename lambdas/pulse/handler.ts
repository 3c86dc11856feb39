/** Says "alive" to the outside each minute, with proof of life; anchors the journals each day. */

import { anchoringOf } from '../cloud/anchoring.ts';
import { beatingOf } from '../cloud/beating.ts';
import { deployed } from '../cloud/deployed.ts';
import { kindOf } from '../cloud/event.ts';

const here = deployed(process.env);
const beating = beatingOf(here);
const anchoring = anchoringOf(here);

export const handler = async (event: unknown): Promise<void> => {
  const file = await here.file();
  await (kindOf(event) === 'anchor' ? anchoring(file.estate.watches) : beating(file));
};
