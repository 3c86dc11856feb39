/** The client of SQS, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsMeans, bounded } from './bounds.ts';

/** `region` is that of the queue. Its URL names it, and does not say where calls go. */
export function sqsAt(means: AwsMeans): SQSClient {
  return new SQSClient({ ...bounded(means), useQueueUrlAsEndpoint: false });
}
