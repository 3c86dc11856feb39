/** `npm run harness`: the whole story by the bundled functions themselves, without an account. */

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { narratorOf } from '../../bin/narrator.ts';
import type { Instant } from '../../core/names.ts';
import { took } from '../../core/telling/words.ts';
import { type Cloud, openCloud } from '../../lab/cloud/cloud.ts';
import { type Prepared, prepare } from '../../lab/cloud/prepared.ts';
import { reportOf } from '../../lab/cloud/report.ts';
import { play } from '../../lab/cloud/story.ts';
import { differences, trespasses, unmoved } from '../../lab/cloud/verdict.ts';
import { parseScenario } from '../../lab/scenarios/scenario.ts';

const { values } = parseArgs({
  options: {
    /** The calls counted, times and facts, as JSON. */
    report: { type: 'string' },
    /** Whatever the functions wrote to their logs. */
    log: { type: 'string' },
  },
});
const scenario = 'lab/scenarios/region-dark.yaml';

const began = now();
const prepared = await prepare({ file: 'examples/orders.yaml', round: 3 });
console.log(`Synthesised in ${took(now() - began)}; the assets of cdk.out are run as they are.`);
let faults: readonly string[] = [];
try {
  faults = await tell(prepared);
} finally {
  await prepared.remove();
}
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(
  faults.length === 0
    ? `The same facts as in ${scenario}, nobody refused, the estate moved by one hand.`
    : `${faults.length} faults.`,
);
process.exit(faults.length === 0 ? 0 : 1);

async function tell({ assembly, estate, text, watch }: Prepared): Promise<readonly string[]> {
  const { expect } = parseScenario(await readFile(scenario, 'utf8'), scenario);
  const opened = now();
  const { tell: onFact, say } = narratorOf(watch, opened);
  const cloud = await openCloud({ assembly, estate, text, seed: 'harness', onFact });
  try {
    const broken = await play(cloud, {
      watch,
      approver: 'U0ANA',
      say: (words) => say(now(), words),
    }).then(
      () => [],
      (error: unknown) => [String(error)],
    );
    summary(cloud, now() - opened);
    await keep(cloud, now() - opened);
    return [...broken, ...trespasses(cloud), ...differences(cloud, expect), ...unmoved(cloud)];
  } finally {
    await cloud.close();
  }
}

function summary(cloud: Cloud, openMs: number): void {
  const { functions, calls, pings, pages } = reportOf(cloud, openMs);
  console.log();
  for (const [fn, { invocations, ms, cold }] of Object.entries(functions)) {
    const woken = Object.entries(invocations).map(([by, n]) => `${n} by ${by}`);
    const all = Object.values(calls[fn] ?? {}).reduce((sum, n) => sum + n, 0);
    const median = ms[Math.floor(ms.length / 2)] ?? 0;
    console.log(
      `  ${fn.padEnd(18)} ${woken.join(', ').padEnd(34)} ${cold} cold, median ${median} ms, ${all} calls`,
    );
  }
  console.log(`  pages sent: ${pages}; pulses: ${pings}; in all ${took(openMs)}`);
}

async function keep(cloud: Cloud, openMs: number): Promise<void> {
  if (values.report !== undefined) {
    await writeFile(values.report, `${JSON.stringify(reportOf(cloud, openMs), undefined, 2)}\n`);
  }
  if (values.log !== undefined) {
    const lines = cloud.log.map(
      ({ fn, at, line }) => `${new Date(at).toISOString()} ${fn} ${line}`,
    );
    await writeFile(values.log, `${lines.join('\n')}\n`);
  }
}

function now(): Instant {
  return Date.now() as Instant;
}
