/** How one function becomes one file: bundled here, without a container, the same each time. */

import { fileURLToPath } from 'node:url';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';

export const functions = [
  'probe',
  'judge',
  'answer',
  'tell',
  'failover',
  'readiness',
  'pulse',
] as const;

export type FunctionName = (typeof functions)[number];

export function folderOf(name: FunctionName): string {
  return here(`../lambdas/${name}`);
}

/** `.mjs`: whatever lies above it, Node reads it as a module. */
export const bundleFile = 'index.mjs';

/** Some packages still ask for `require`, which a module does not have. */
const banner =
  "import{createRequire as farwatchRequire}from'node:module';const require=farwatchRequire(import.meta.url);";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What stands in for a package, or for its other half, that no deployed function needs. */
const slimmer = {
  '@aws-sdk/credential-provider-node': here('./bundled/credentials.ts'),
  '@aws-sdk/endpoint-cache': here('./bundled/endpoint-cache.ts'),
  '@smithy/core/event-streams': here('./bundled/event-streams.ts'),
  'form-data': here('./bundled/form-data.ts'),
  // The same parser as ES modules, of which only what is used comes along.
  yaml: here('../node_modules/yaml/browser/index.js'),
};

function optionsOf(name: FunctionName): BuildOptions {
  return {
    entryPoints: [`${folderOf(name)}/handler.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The ES modules of a package can be shaken, its CommonJS twin cannot.
    mainFields: ['module', 'main'],
    alias: slimmer,
    banner: { js: banner },
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'error',
  };
}

/** Throws when it cannot be bundled; esbuild has printed why. */
export function bundle(name: FunctionName, folder: string): void {
  buildSync({ ...optionsOf(name), outfile: `${folder}/${bundleFile}` });
}

/** The same, and what each package costs in it. */
export function weigh(
  name: FunctionName,
  folder: string,
): BuildResult<{ metafile: true }>['metafile'] {
  return buildSync({
    ...optionsOf(name),
    outfile: `${folder}/${bundleFile}`,
    metafile: true,
  }).metafile;
}
