/** The client of SNS, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { SNSClient } from '@aws-sdk/client-sns';
import { type AwsMeans, bounded } from './bounds.ts';

export function snsAt(means: AwsMeans): SNSClient {
  return new SNSClient(bounded(means));
}
