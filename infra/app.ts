/** The whole deployment: one stack at home, and one in each further region that is looked from. */

import { Annotations, type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Deployment } from './deployment.ts';
import { HomeStack } from './home-stack.ts';
import { secretPathsOf } from './secret-paths.ts';
import { VantageStack } from './vantage-stack.ts';
import { warningsOf } from './warnings.ts';

export interface Stacks {
  readonly home: HomeStack;
  readonly vantages: readonly VantageStack[];
}

/** As it is deployed: held to the rules of cdk-nag, with warnings for whoever deploys. */
export function farwatchApp(app: App, deployment: Deployment): Stacks {
  const stacks = stacksIn(app, deployment);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const { id, text } of warningsOf(deployment)) {
    Annotations.of(stacks.home).addWarningV2(`farwatch:${id}`, text);
  }
  return stacks;
}

/** Everything is named or explicit, so that nothing needs to be looked up in any account. */
export function stacksIn(app: App, deployment: Deployment): Stacks {
  const { estate, home: homeRegion, vantages: regions } = deployment;
  const secrets = secretPathsOf(estate);
  const named = (what: string) => `farwatch-${estate.name}-${what}`;
  const home = new HomeStack(app, named('home'), { deployment, secrets });
  const vantages = regions
    .filter((region) => region !== homeRegion)
    .map((region) => new VantageStack(app, named(region), { deployment, region, secrets }));
  return { home, vantages };
}
