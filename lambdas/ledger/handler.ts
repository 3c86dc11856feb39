/** Writes down control numbers every five minutes, so that a move knows of them when Azure does not say. */

import { deployed } from '../cloud/deployed.ts';
import { eachInForce } from '../cloud/in-force.ts';
import { recordingOf } from '../cloud/recording.ts';

const here = deployed(process.env);
const eachWatch = eachInForce(here);
const recording = recordingOf(here);

export const handler = async (): Promise<void> => {
  await eachWatch(await here.file(), ({ estate, watch }) => recording(estate, watch));
};
