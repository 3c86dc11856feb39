/** Azure as a deployed function reaches it: by its role, or by a key where the file says so. */

import { awsSecrets } from '../../adapters/aws/secrets.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { stsAt } from '../../adapters/aws/sts.ts';
import { webIdentity } from '../../adapters/aws/web-identity.ts';
import type { Proof } from '../../adapters/azure/account.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Secrets } from '../../adapters/local/secrets.ts';
import type { Credentials } from '../../config/estate.ts';
import { type Environment, told } from './environment.ts';

export function secretsOf(env: Environment): Secrets {
  return awsSecrets({
    client: ssmAt({ region: told(env, 'FARWATCH_HOME') }),
    clock: wallClock,
    env: {},
  });
}

/** As the file chose; for `federated` Entra must have a credential that names our role. */
export function proofOf(env: Environment): (credentials: Credentials) => Proof {
  const client = stsAt({ region: told(env, 'AWS_REGION') });
  const assertion = webIdentity({ client, clock: wallClock });
  return ({ client: app, deployed }) =>
    deployed === 'federated' ? { client: app, assertion } : { client: app, ...deployed };
}
