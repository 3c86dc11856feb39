/** Weighs each function as it is deployed: its size against a limit, what is in it, how fast it starts. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFile, type FunctionName, functions, weigh } from '../../infra/bundle.ts';
import { environments } from './environments.ts';

/** KB of 1024 bytes, and ms on the machine that CI runs on. Absent: nothing is promised. */
const limits: Readonly<
  Partial<Record<FunctionName, { readonly kb: number; readonly ms?: number }>>
> = {
  answer: { kb: 600, ms: 120 },
  tell: { kb: 700 },
  judge: { kb: 1_200 },
  probe: { kb: 1_800 },
  failover: { kb: 2_000 },
};

const processes = 10;
const shown = 6;

const folder = mkdtempSync(join(tmpdir(), 'farwatch-bundles-'));
let within = true;
try {
  for (const name of functions) within = (await report(name)) && within;
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = within ? 0 : 1;

async function report(name: FunctionName): Promise<boolean> {
  const { inputs, bytes } = await outputOf(name);
  const kb = bytes / 1_024;
  const starts = Array.from({ length: processes }, () => startOf(name));
  const ms = median(starts.map(({ wallMs }) => wallMs));
  const cpu = median(starts.map(({ cpuMs }) => cpuMs));
  const limit = limits[name];
  const fits = limit === undefined || (kb <= limit.kb && ms <= (limit.ms ?? Infinity));
  const size = `${kb.toFixed(0).padStart(5)} KB${of(limit?.kb)}`.padEnd(20);
  const start = `${ms.toFixed(0).padStart(4)} ms${of(limit?.ms)}`.padEnd(15);
  const busy = `${cpu.toFixed(0).padStart(4)} ms CPU`.padEnd(13);
  process.stdout.write(`${name.padEnd(10)} ${size} ${start} ${busy} ${fits ? '' : 'TOO MUCH '}`);
  process.stdout.write(`${heaviest(inputs).join(', ')}\n`);
  return fits;
}

function of(limit: number | undefined): string {
  return limit === undefined ? '' : ` of ${limit}`;
}

type Inputs = Readonly<Record<string, { readonly bytesInOutput: number }>>;

async function outputOf(
  name: FunctionName,
): Promise<{ readonly inputs: Inputs; readonly bytes: number }> {
  const [output] = Object.values((await weigh(name, join(folder, name))).outputs);
  if (output === undefined) throw new Error(`nothing came of ${name}`);
  return output;
}

function heaviest(inputs: Inputs): readonly string[] {
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const own = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'farwatch';
    sizes.set(own, (sizes.get(own) ?? 0) + bytesInOutput);
  }
  const sorted = [...sizes].toSorted((a, b) => b[1] - a[1]).slice(0, shown);
  return sorted.map(([own, bytes]) => `${own} ${(bytes / 1_024).toFixed(0)}`);
}

/** On a busy machine the wall clock also counts others; the CPU's time is this process alone. */
interface Start {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** From before the first line of the bundle to after its last, in a process of its own. */
function startOf(name: FunctionName): Start {
  const url = JSON.stringify(pathToFileURL(join(folder, name, bundleFile)).href);
  const script = `
    const [began, busy] = [performance.now(), process.cpuUsage()];
    await import(${url});
    const { user, system } = process.cpuUsage(busy);
    process.stdout.write((performance.now() - began) + ' ' + (user + system) / 1_000);
    process.exit();`;
  const args = ['--input-type=module', '--eval', script];
  const env = { ...process.env, ...environments[name] };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} does not start: ${stderr}`);
  const [wallMs = Number.NaN, cpuMs = Number.NaN] = stdout.split(' ').map(Number);
  return { wallMs, cpuMs };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
