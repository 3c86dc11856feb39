/** `npm run no-op`: leaves out each step of the example's failover, and sees each time that it shows. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEstate } from '../../config/load.ts';
import type { Report } from '../../lab/play/report.ts';
import { inLanes } from '../kill/lanes.ts';
import { endOf, farwatch } from '../kill/processes.ts';

const example = 'examples/orders.yaml';
const rehearsalMsMax = 180_000;
/** A command line that has refused its input has proven nothing. */
const failed = 1;

interface Tried {
  readonly step: string;
  readonly code: number | null;
  readonly tookMs: number;
  /** From the approval to the end, and why it ended. */
  readonly heldMs: number | undefined;
  readonly why: string;
}

async function stepsOfFailover(): Promise<readonly string[]> {
  const loaded = loadEstate(await readFile(example, 'utf8'), example);
  if (!loaded.ok) throw new Error(`${example} is refused`);
  return loaded.estate.watches.flatMap(({ services }) =>
    services.flatMap(({ steps }) =>
      steps
        .filter(({ move, mode, from }) => [move, mode, from].join() === 'failover,forced,primary')
        .flatMap((move) => move.steps.map((step) => step.name)),
    ),
  );
}

async function without(step: string, folder: string): Promise<Tried> {
  const began = Date.now();
  const report = join(folder, `${encodeURIComponent(step)}.json`);
  const { code } = await endOf(
    farwatch('rehearse', example, '--yes', '--without', step, '--report', report),
    rehearsalMsMax,
  );
  const { facts, timings }: Report = JSON.parse(await readFile(report, 'utf8'));
  const held = facts.find((fact) => fact.kind === 'held');
  const last = facts.at(-1)?.at;
  const { approvedAt } = timings;
  return {
    step,
    code,
    tookMs: Date.now() - began,
    heldMs: approvedAt === undefined || last === undefined ? undefined : last - approvedAt,
    why: held?.why ?? `the last fact is ${facts.at(-1)?.kind}`,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'farwatch-no-op-'));
try {
  const steps = await stepsOfFailover();
  if (steps.length === 0) throw new Error(`${example} has no failover to leave a step out of`);
  const tried = await inLanes(
    2,
    steps.map((step) => () => without(step, folder)),
  );
  for (const { step, code, tookMs, heldMs, why } of tried) {
    const noticed = code === failed ? 'noticed' : `NOT NOTICED (exit ${code})`;
    const seconds = (ms = 0) => `${(ms / 1_000).toFixed(0)} s`.padStart(5);
    console.log(
      `${step.padEnd(34)} ${noticed}  ${seconds(tookMs)} in all, ${seconds(heldMs)} after the approval: ${why}`,
    );
  }
  process.exitCode = tried.every(({ code }) => code === failed) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
