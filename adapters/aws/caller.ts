/** Who we are to AWS: by whose credentials this machine calls. */

import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';

export interface Caller {
  /** `arn:aws:sts::111122223333:assumed-role/Admin/ana` */
  readonly arn: string;
  /** Twelve digits. */
  readonly account: string;
}

export async function callerOf(client: STSClient): Promise<Caller> {
  const { Arn: arn, Account: account } = await ask({
    did: 'ask AWS who we are',
    send: (options) => client.send(new GetCallerIdentityCommand({}), options),
  });
  if (arn !== undefined && account !== undefined) return { arn, account };
  throw new Trouble('caller-unknown', {
    message: 'Cannot tell who we are: AWS answered without a name',
    next: 'Run `aws sts get-caller-identity` and see what it says.',
  });
}
