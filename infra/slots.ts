/** The rounds of the next minute, each in the queue until its slot; what comes too late is dropped. */

import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Fn } from './fn.ts';
import { grant } from './rights.ts';

export interface SlotsProps {
  readonly queueName: string;
  readonly fn: Fn;
  readonly fnTimeout: Duration;
  /** Tests of chains that may go on beside the rounds. */
  readonly testsMax: number;
  readonly deadLetters: IQueue;
}

/** More rounds than this at once would be those of peers that hang. */
const roundsMax = 5;

export class Slots extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: SlotsProps) {
    super(scope, id);
    const { queueName, fn, fnTimeout, testsMax, deadLetters } = props;
    this.queue = new Queue(this, 'Queue', {
      queueName,
      // Longer than any delay; nobody wants a round that is older.
      retentionPeriod: Duration.minutes(5),
      visibilityTimeout: fnTimeout,
      enforceSSL: true,
      // A second try comes too late for its slot and is dropped; a third means that dropping fails.
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
    });
    fn.lambda.addEventSourceMapping('Round', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency: roundsMax + testsMax,
    });
    grant(
      fn.role,
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
  }
}
