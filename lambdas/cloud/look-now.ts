/** Asks every vantage to look now: one more round in each of their queues, due at once. */

import { sqsSlots } from '../../adapters/aws/slots.ts';
import { sqsAt } from '../../adapters/aws/sqs.ts';
import type { Instant, WatchName } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Environment, told } from './environment.ts';

/** Rejects only when no vantage could be asked: the others look at their next slot anyway. */
export function lookNowIn(env: Environment): (watch: WatchName, at: Instant) => Promise<void> {
  const queues = told(env, 'FARWATCH_SLOTS')
    .split(' ')
    .map((queueUrl) => sqsSlots({ client: sqsAt({ region: regionOf(queueUrl) }), queueUrl }));
  return async (watch, at) => {
    await Promise.any(queues.map((queue) => queue.enqueue([{ watch, slot: at }], at)));
  };
}

/** `https://sqs.eu-north-1.amazonaws.com/…` */
function regionOf(queueUrl: string): string {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com\//.exec(queueUrl)?.[1];
  if (region !== undefined) return region;
  throw new Trouble('slots-address-unknown', {
    message: 'Cannot ask the vantages to look now because FARWATCH_SLOTS holds no address of SQS',
    next: 'Deploy the function by its stack, and change nothing by hand.',
  });
}
