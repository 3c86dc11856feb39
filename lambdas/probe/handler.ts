/** Looks at both regions once for each slot in the queue; each minute's tick queues the next minute. */

import { deployed } from '../cloud/deployed.ts';
import { bodiesOf, dueAt, kindOf } from '../cloud/event.ts';
import { roundsOf } from '../cloud/rounds.ts';
import { leftMs, type Turn } from '../cloud/turn.ts';

const rounds = roundsOf(deployed(process.env));

export const handler = async (event: unknown, turn?: Turn): Promise<void> => {
  if (kindOf(event) === 'tick') await rounds.queue(dueAt(event));
  await Promise.all(bodiesOf(event).map((message) => rounds.make(message, leftMs(turn))));
};
