/** The client of SSM, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { SSMClient } from '@aws-sdk/client-ssm';
import { type AwsMeans, bounded } from './bounds.ts';

export function ssmAt(means: AwsMeans): SSMClient {
  return new SSMClient(bounded(means));
}
