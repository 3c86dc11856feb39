/** Performs the steps of approved plans, of all watches side by side; proves each half hour that it could. */

import { deployed } from '../cloud/deployed.ts';
import { drivingOf } from '../cloud/driving.ts';
import { kindOf } from '../cloud/event.ts';
import { eachInForce } from '../cloud/in-force.ts';
import { leftMs, type Turn } from '../cloud/turn.ts';
import { alive } from '../pulse/alive.ts';

const here = deployed(process.env);
const eachWatch = eachInForce(here);
const { drive, prove } = drivingOf(here);

export const handler = async (event: unknown, turn?: Turn): Promise<void> => {
  const file = await here.file();
  if (kindOf(event) === 'preflight') return eachWatch(file, prove);
  await eachWatch(file, (force) => drive(force, leftMs(turn)));
  await alive('failover', here);
};
