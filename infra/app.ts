/** The whole deployment: one stack at home, and one in each further region that is looked from. */

import { Annotations, type App, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Deployment } from './deployment.ts';
import { reservedEach } from './home-functions.ts';
import { HomeStack } from './home-stack.ts';
import { tooNear } from './nearness.ts';
import { secretPathsOf } from './secret-paths.ts';
import { VantageStack } from './vantage-stack.ts';

export interface Stacks {
  readonly home: HomeStack;
  readonly vantages: readonly VantageStack[];
}

/** Everything is named or explicit, so that nothing needs to be looked up in any account. */
export function farwatchApp(app: App, deployment: Deployment): Stacks {
  const { estate, home: homeRegion, vantages: regions } = deployment;
  const secrets = secretPathsOf(estate);
  const named = (what: string) => `farwatch-${estate.name}-${what}`;
  const home = new HomeStack(app, named('home'), { deployment, secrets });
  const vantages = regions
    .filter((region) => region !== homeRegion)
    .map((region) => new VantageStack(app, named(region), { deployment, region, secrets }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  warn(home, deployment, secrets.unset);
  return { home, vantages };
}

function warn(home: Stack, deployment: Deployment, unset: readonly string[]): void {
  const say = (id: string, text: string) =>
    Annotations.of(home).addWarningV2(`farwatch:${id}`, text);
  for (const [at, text] of tooNear(deployment).entries()) say(`too-near-${at}`, text);
  if (deployment.elsewhere.length > 0) {
    say(
      'vantage-elsewhere',
      `No stack is made for ${deployment.elsewhere.join(', ')}: not the name of an AWS region. Until it reports by itself, its vote abstains.`,
    );
  }
  if (unset.length > 0) {
    say(
      'secret-unset',
      `A deployed function has no ${unset.join(', ')}. Keep each in Parameter Store as a SecureString, and write ssm:/path in the file instead.`,
    );
  }
  if (deployment.reserve) {
    const reserved = reservedEach * (deployment.moves ? 2 : 1);
    say(
      'concurrency',
      `Functions reserve ${reserved} concurrent executions in ${deployment.home}, and Lambda keeps 100 unreserved: with a quota below ${100 + reserved} the deployment fails. See it with \`aws lambda get-account-settings\`; have it raised, or deploy with -c reserve=no.`,
    );
  }
}
