/** Fills the queues as the tick a minute before would have left them: the lab opens between two. */

import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsSlots } from '../../adapters/aws/slots.ts';
import type { Estate } from '../../config/estate.ts';
import { type Instant, later } from '../../core/names.ts';
import { slotsAhead } from '../../lambdas/probe/slots.ts';
import type { LabAws } from './aws.ts';
import type { Deployed } from './deployed.ts';
import { operator } from './rights.ts';

const minuteMs = 60_000;

/** `at`: when the first tick is due. */
export async function prime(
  { watches }: Estate,
  { functions, mappings, queues }: Deployed,
  { doors }: LabAws,
  at: Instant,
): Promise<void> {
  const probes = functions.filter(({ env }) => env['FARWATCH_SLOTS'] !== undefined);
  const fed = queues.filter(({ arn }) => mappings.some(({ source }) => source === arn));
  const rounds = slotsAhead(watches, later(at, -minuteMs));
  for (const { url } of fed) {
    const region = probes.find(({ env }) => env['FARWATCH_SLOTS'] === url)?.region ?? '';
    const client = new SQSClient({
      region,
      credentials: operator,
      endpoint: doors.sqs.endpoint,
      useQueueUrlAsEndpoint: false,
    });
    await sqsSlots({ client, queueUrl: url }).enqueue(rounds, at);
    client.destroy();
  }
}
