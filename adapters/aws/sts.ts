/** The client of STS, bounded. `GetWebIdentityToken` exists at regional endpoints only. */

import { STSClient } from '@aws-sdk/client-sts';
import { type AwsMeans, bounded } from './bounds.ts';

export function stsAt(means: AwsMeans): STSClient {
  return new STSClient(bounded(means));
}
