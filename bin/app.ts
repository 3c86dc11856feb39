/** The CDK app: `npx cdk deploy --all -c watch=farwatch.yaml`. */

import { App } from 'aws-cdk-lib';
import { farwatchApp } from '../infra/app.ts';
import { deploymentOf } from '../infra/deployment.ts';
import { explain } from './explain.ts';
import { readEstate } from './read-estate.ts';

/** Only to look at what would be deployed: with it, no account can be reached. */
const nobodys = '000000000000';

try {
  const app = new App();
  const chosen = (key: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(key);
    return value === undefined ? undefined : String(value);
  };
  const estate = await readEstate(chosen('watch') ?? 'farwatch.yaml');
  const account = chosen('account') ?? process.env['CDK_DEFAULT_ACCOUNT'] ?? nobodys;
  const [home, reserve, page] = ['home', 'reserve', 'page'].map(chosen);
  farwatchApp(app, deploymentOf(estate, { account, home, reserve, page }));
  app.synth();
} catch (error) {
  process.exitCode = explain(error, false);
}
