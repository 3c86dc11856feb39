/** Performs the steps of approved plans, of all watches side by side; proves each half hour that it could. */

import { deployed } from '../cloud/deployed.ts';
import { drivingOf } from '../cloud/driving.ts';
import { each } from '../cloud/each.ts';
import { kindOf } from '../cloud/event.ts';
import { leftMs, type Turn } from '../cloud/turn.ts';
import { alive } from '../pulse/alive.ts';

const here = deployed(process.env);
const { drive, prove } = drivingOf(here);

export const handler = async (event: unknown, turn?: Turn): Promise<void> => {
  const estate = await here.estate();
  if (kindOf(event) === 'preflight') return each(estate.watches, (watch) => prove(estate, watch));
  await each(estate.watches, (watch) => drive(estate, watch, leftMs(turn)));
  await alive('failover', here);
};
