/** What stands in an AWS region that is only looked from. */

import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { deadLettersOf } from './dead-letters.ts';
import type { Deployment } from './deployment.ts';
import { acknowledgeWatchFile, lookRole } from './roles.ts';
import type { SecretPaths } from './secret-paths.ts';
import { Vantage } from './vantage.ts';

export class VantageStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      deployment,
      region,
      secrets,
    }: {
      readonly deployment: Deployment;
      readonly region: string;
      readonly secrets: SecretPaths;
    },
  ) {
    const { account, estate } = deployment;
    super(scope, id, {
      env: { account, region },
      description: `farwatch ${estate.name}: looks at Azure from ${region}.`,
    });
    const queue = deadLettersOf(this);
    const look = lookRole(this, deployment, region);
    acknowledgeWatchFile(look, deployment);
    new Vantage(this, 'Vantage', { deployment, region, look, secrets, deadLetters: queue });
  }
}
