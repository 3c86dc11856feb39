/** What it costs to begin: how long a fresh process needs before it can do anything. */

import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { round, spread } from './numbers.ts';

const run = promisify(execFile);
const times = 5;

const modules: Readonly<Record<string, string>> = {
  axios: 'axios',
  '@azure/identity': '@azure/identity',
  '@azure/arm-logic': '@azure/arm-logic',
  '@azure/arm-dns': '@azure/arm-dns',
  '@azure/arm-servicebus': '@azure/arm-servicebus',
  '@azure/service-bus': '@azure/service-bus',
  '@slack/web-api': '@slack/web-api',
  zod: 'zod',
  yaml: 'yaml',
  'core, all of deciding': new URL('../../core/decide.ts', import.meta.url).href,
  'adapters/azure, with its SDKs': new URL('../../adapters/azure/account.ts', import.meta.url).href,
};

const cli = new URL('../../bin/farwatch.ts', import.meta.url).pathname;

/** In a process of its own, so that nothing is there already. */
async function importMs(specifier: string): Promise<number> {
  const script = `const b = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - b)`;
  const { stdout } = await run(execPath, ['--input-type=module', '-e', script]);
  return Number(stdout);
}

async function processMs(args: readonly string[]): Promise<number> {
  const began = performance.now();
  await run(execPath, [...args]);
  return performance.now() - began;
}

async function sample(measure: () => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let nth = 0; nth < times; nth += 1) taken.push(await measure());
  return taken;
}

export async function compareImports(): Promise<void> {
  console.log(`Imports in a fresh process, ${times} times each:`);
  const rows: Record<string, object> = {};
  for (const [name, specifier] of Object.entries(modules)) {
    rows[name] = bestAndMedian(await sample(() => importMs(specifier)));
  }
  console.table(rows);
  console.log('A whole process, from start to end:');
  console.table({
    'node -e 0': bestAndMedian(await sample(() => processMs(['-e', '0']))),
    'farwatch --version': bestAndMedian(await sample(() => processMs([cli, '--version']))),
    'farwatch validate examples/orders.yaml': bestAndMedian(
      await sample(() => processMs([cli, 'validate', 'examples/orders.yaml'])),
    ),
  });
}

function bestAndMedian(values: readonly number[]) {
  return { 'best ms': round(Math.min(...values)), 'median ms': spread(values, 'ms')['p50 ms'] };
}
