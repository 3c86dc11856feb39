/** The stacks as plain data: what would stand in an account, synthesised without any bundle. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Estate } from '../config/estate.ts';
import type { Template } from '../deploy/shape.ts';
import { stacksIn } from './app.ts';
import { type Choices, deploymentOf } from './deployment.ts';

/** Only to look at what would be deployed. */
const nobodys = '000000000000';

/** Needs no account, no credentials and no network. Throws a `Trouble` when no home can be told. */
export function templatesOf(estate: Estate, choices: Partial<Choices> = {}): readonly Template[] {
  const outdir = mkdtempSync(join(tmpdir(), 'farwatch-templates-'));
  try {
    const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:target-partitions': ['aws'] };
    const app = new App({ analyticsReporting: false, outdir, context });
    stacksIn(app, deploymentOf(estate, { account: nobodys, ...choices }));
    return app.synth().stacks.map(({ environment, template }) => ({
      region: environment.region,
      resources: template.Resources,
    }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
