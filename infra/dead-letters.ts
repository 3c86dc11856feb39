/** Where every event of a stack goes that somebody failed on, so that one alarm hears of them all. */

import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export function deadLettersOf(scope: Construct): Queue {
  return new Queue(scope, 'DeadLetters', {
    retentionPeriod: Duration.days(14),
    enforceSSL: true,
  });
}
