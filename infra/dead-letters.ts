/** Where every event of a stack goes that somebody failed on, so that one alarm hears of them all. */

import { Duration, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export function deadLettersOf(scope: Construct): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is where lost events end. Functions and schedules send them here by themselves.',
  });
  return queue;
}
