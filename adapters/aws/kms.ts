/** The client of KMS, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { KMSClient } from '@aws-sdk/client-kms';
import { type AwsMeans, bounded } from './bounds.ts';

export function kmsAt(means: AwsMeans): KMSClient {
  return new KMSClient(bounded(means));
}
