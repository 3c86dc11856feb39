/** Synthesises the app into a folder, as `cdk deploy` would before it uploads anything. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Synthesis {
  /** Path of a watch file. */
  readonly watch: string;
  /** Where `cdk.out` goes. */
  readonly folder: string;
  readonly account: string;
  /** Without, the assets are no functions, and it takes half the time. */
  readonly bundles: boolean;
  /** The source tree, where it is another one. */
  readonly from?: string;
}

/** Rejects with what the app had to say when it refuses. */
export async function synthesise({
  watch,
  folder,
  account,
  bundles,
  from = root,
}: Synthesis): Promise<void> {
  const context = {
    watch,
    account,
    '@aws-cdk/core:target-partitions': ['aws'],
    ...(bundles ? {} : { 'aws:cdk:bundling-stacks': [] }),
  };
  const app = spawn(process.execPath, ['bin/app.ts'], {
    cwd: from,
    env: { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  app.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [code] = await once(app, 'close');
  if (code !== 0) throw new Error(`the app does not synthesise: ${said.join('').slice(-2_000)}`);
}
