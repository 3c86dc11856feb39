/** How one function becomes one file: bundled here, without a container, the same each time. */

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { type Hand, hands, withoutIdleHands } from './hands.ts';

export const functions = [
  'probe',
  'judge',
  'answer',
  'tell',
  'failover',
  'readiness',
  'ledger',
  'pulse',
] as const;

export type FunctionName = (typeof functions)[number];

/** What it has the kinds do. All of them read the watch file besides, for which a kind only tells. */
export const called: Readonly<Record<FunctionName, readonly Hand[]>> = {
  // And of steps, how things stand.
  probe: [...hands.probes, 'inspect'],
  judge: [],
  answer: [],
  tell: [],
  failover: hands.steps,
  readiness: ['check'],
  ledger: ['record'],
  pulse: [],
};

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

/** The same for files inside a package, which an alias does not reach. */
const withoutOtherHalves: Plugin = {
  name: 'without JSON schemas, and without writing YAML',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/(?:to-json-schema|json-schema-processors)\.js$/ }, ({ importer }) =>
      importer.includes('/zod/') ? { path: here('./bundled/json-schema.ts') } : undefined,
    );
    onResolve({ filter: /\/stringify(?:[A-Z][a-z]+)?\.js$/ }, ({ importer }) =>
      importer.includes('/yaml/') ? { path: here('./bundled/yaml-writing.ts') } : undefined,
    );
  },
};

/** Of all that packages say of themselves, clients tell the other end their name and version. */
const withoutManifests: Plugin = {
  name: 'without what packages say of themselves besides',
  setup: ({ onLoad }) => {
    const filter = /\/node_modules\/@(?:aws-sdk|slack)\/[^/]+\/package\.json$/;
    onLoad({ filter }, async ({ path }) => {
      const { name, version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** The errors of AWS that adapters tell apart; they catch them by class. */
export const errorsTold: readonly string[] = [
  'ConditionalCheckFailedException',
  'KMSInvalidMacException',
  'ParameterNotFound',
];

/**
 * A client of AWS brings a class for each error of its service, SSM 140. One that is not registered
 * comes as the base exception of its service, with its own name, message and status.
 *
 * A shape with a computed key cannot be shaken, because a key may do something: these do nothing, and
 * said so they go where no operation of ours names them.
 */
const withoutShapesUntold: Plugin = {
  name: 'without errors and shapes that nobody tells apart',
  setup: ({ onLoad }) => {
    const filter = /\/@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/;
    onLoad({ filter }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) =>
          errorsTold.includes(name) ? line : '',
        )
        .replace(
          /^((?:export )?var \w+\$? = )(\[[\s\S]*?\]);$/gm,
          '$1/* @__PURE__ */ (() => $2)();',
        );
      return { contents };
    });
  },
};

/** For another entry as well: what would be left of it in that function. */
export function optionsOf(name: FunctionName): BuildOptions {
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
    plugins: [
      withoutOtherHalves,
      withoutManifests,
      withoutShapesUntold,
      withoutIdleHands(called[name]),
    ],
    banner: { js: banner },
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'error',
  };
}

/** Throws when it cannot be bundled; esbuild has printed why. Stands still meanwhile, as the CDK asks. */
export function bundle(name: FunctionName, folder: string): void {
  // What a plugin leaves out can only be bundled without standing still, and so in a process apart.
  const script = here('./bundle-one.ts');
  execFileSync(process.execPath, [script, name, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** What each package costs in it is told along. */
export async function weigh(
  name: FunctionName,
  folder: string,
): Promise<BuildResult<{ metafile: true }>['metafile']> {
  const outfile = `${folder}/${bundleFile}`;
  return (await build({ ...optionsOf(name), outfile, metafile: true })).metafile;
}
