/** `npm run harness`: the whole story by the bundled functions themselves, without an account. */

import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { narratorOf } from '../../bin/narrator.ts';
import type { Instant } from '../../core/names.ts';
import { took } from '../../core/telling/words.ts';
import { type Cloud, openCloud } from '../../lab/cloud/cloud.ts';
import { type Prepared, prepare } from '../../lab/cloud/prepared.ts';
import { reportOf } from '../../lab/cloud/report.ts';
import { parseScenario } from '../../lab/scenarios/scenario.ts';
import { stories } from './stories.ts';
import type { Story } from './story.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** The calls counted, times and facts of the last story, as JSON. */
    report: { type: 'string' },
    /** Whatever the functions wrote to their logs in it. */
    log: { type: 'string' },
  },
});
const scenario = 'lab/scenarios/region-dark.yaml';
const wanted = positionals.length === 0 ? ['whole'] : positionals;
const chosen = wanted.includes('all') ? Object.keys(stories) : wanted;

const began = now();
const prepared = await prepare({ file: 'examples/orders.yaml', round: 4 });
console.log(`Synthesised in ${took(now() - began)}; the assets of cdk.out are run as they are.`);
let bad = 0;
try {
  for (const name of chosen) {
    const story = stories[name];
    if (story === undefined) throw new Error(`no story is called ${name}`);
    console.log(`\n${name}: ${story.title}`);
    const faults = await prepareAndTell(story);
    for (const fault of faults) console.log(`FAULT ${fault}`);
    if (faults.length > 0) bad += 1;
    else console.log(`${name}: as it should be`);
  }
} finally {
  await prepared.remove();
}
process.exit(bad === 0 ? 0 : 1);

async function prepareAndTell(story: Story): Promise<readonly string[]> {
  if (story.prepare === undefined) return await tell(story, prepared);
  const own = await story.prepare();
  try {
    return await tell(story, own);
  } finally {
    await own.remove();
  }
}

async function tell(story: Story, own: Prepared): Promise<readonly string[]> {
  const { assembly, estate, text, watch } = own;
  const { expect } = parseScenario(await readFile(scenario, 'utf8'), scenario);
  const opened = now();
  const { tell: onFact, say } = narratorOf(watch, opened);
  const cloud = await openCloud({
    ...{ assembly, estate, text, seed: 'harness', onFact },
    ...story.options,
  });
  try {
    const script = { watch, approver: 'U0ANA', say: (words: string) => say(now(), words) };
    const broken = await story.tell(cloud, script, own).then(
      () => [],
      (error: unknown) => [String(error)],
    );
    summary(cloud, now() - opened);
    await keep(cloud, now() - opened);
    return [...broken, ...story.faults(cloud, expect)];
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
