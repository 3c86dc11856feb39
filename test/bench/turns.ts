/**
 * Counts what each kind of turn of the deployed functions asks of AWS, Azure and others, and the
 * processor time it takes, while nothing happens; `--write` keeps it in `deploy/counted.ts`, from
 * which `farwatch cost` computes. Runs the bundles of a synthesised app for two minutes. Linux only.
 *
 *   npm run bench:turns -- --write
 */

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { loadEstate } from '../../config/load.ts';
import type { Instant } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { questionsOf } from '../../deploy/cost.ts';
import type { CountedTurn } from '../../deploy/counted.ts';
import { type Cloud, openCloud } from '../../lab/cloud/cloud.ts';
import { textAt } from '../../lab/cloud/data.ts';
import type { FunctionPlan } from '../../lab/cloud/deployed.ts';
import { told } from '../../lab/cloud/schedules.ts';
import { synthesise } from '../../lab/cloud/synthesise.ts';
import { round } from './numbers.ts';
import { busyMsOf } from './processes.ts';

const file = 'examples/orders.yaml';
const kept = 'deploy/counted.ts';
/** The first is cold; of the others the one in the middle is taken. */
const rounds = 6;
const script = 'lab/cloud/child/bootstrap';

interface Measured {
  readonly calls: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly cold: boolean;
}

/** Secrets of a laptop become parameters, as a deployment has them. */
function deployable(text: string): string {
  return text.replace(/env:(?!FARWATCH_(?:LOOK|SWITCH)_SECRET)([A-Z0-9_]+)/g, (_, name: string) => {
    return `ssm:/contoso/${name.toLowerCase().replaceAll('_', '-')}`;
  });
}

interface Waking {
  /** `judge/tick`, `failover/preflight`, `probe/round`. */
  readonly kind: string;
  readonly fn: FunctionPlan;
  readonly by: 'queue' | 'schedule';
  event(): unknown;
}

/** Everything that wakes a function by the clock; rounds first, for others look for what they leave. */
function wakings({ deployed }: Cloud, watch: Watch): readonly Waking[] {
  const planOf = (arn: string) => deployed.functions.find((one) => one.arn === arn);
  const probes = deployed.functions.filter(({ name }) => name.startsWith('probe@'));
  const rounds = probes.map((fn): Waking => {
    const event = () => ({ Records: [{ body: JSON.stringify(slotNow(watch)) }] });
    return { kind: 'probe/round', fn, by: 'queue', event };
  });
  const ticks = deployed.schedules.flatMap(({ target, input }): readonly Waking[] => {
    const fn = planOf(target);
    if (fn === undefined) return [];
    const kind = `${fn.name.replace(/@.*/, '')}/${textAt(input, 'kind') ?? ''}`;
    return [{ kind, fn, by: 'schedule', event: () => told(input, Date.now() as Instant) }];
  });
  // Whoever proves something about the others comes after them.
  const last = ticks.toSorted(
    (x, y) => Number(/^pulse/.test(x.kind)) - Number(/^pulse/.test(y.kind)),
  );
  return [...rounds, ...last];
}

/** As failover asks for one when it has to prove a move. */
function slotNow({ name }: Watch) {
  return { watch: name, slot: Date.now() };
}

/** Wakes one after another, so that what is counted meanwhile is of that turn. */
async function measure(
  cloud: Cloud,
  watch: Watch,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const turns = new Map<string, Measured[]>();
  for (let nth = 0; nth < rounds; nth += 1) {
    for (const waking of wakings(cloud, watch)) {
      const turn = await measured(cloud, waking);
      turns.set(waking.kind, [...(turns.get(waking.kind) ?? []), turn]);
    }
    // As long as between two rounds: what is read of them is as much as it will be.
    await new Promise((resolve) => setTimeout(resolve, watch.policy.roundMs));
  }
  return turns;
}

async function measured(
  { fleet, calls }: Cloud,
  { kind, fn, by, event }: Waking,
): Promise<Measured> {
  const as = `${fn.arn.split(':').at(-1)}@${fn.region}`;
  const before = calls.counts()[fn.name] ?? {};
  const busy = busyMsOf(script).get(as) ?? 0;
  const end = await fleet.invoke(fn.arn, by, event());
  if (end === 'throttled' || end.is !== 'returned') {
    throw new Error(`${kind} did not end well: ${JSON.stringify(end)}`);
  }
  return {
    calls: differences(calls.counts()[fn.name] ?? {}, before),
    cpuMs: (busyMsOf(script).get(as) ?? 0) - busy,
    cold: end.cold,
  };
}

function differences(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const all = Object.entries(now).map(([call, n]) => [call, n - (before[call] ?? 0)] as const);
  return Object.fromEntries(all.filter(([, n]) => n > 0).toSorted());
}

/** Of several turns the one in the middle; warm ones, where there are any. */
function typical(turns: readonly Measured[]): CountedTurn {
  const warm = turns.filter(({ cold }) => !cold);
  const sorted = (warm.length > 0 ? warm : turns).toSorted((a, b) => a.cpuMs - b.cpuMs);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('there was no such turn');
  return { calls: middle.calls, cpuMs: round(middle.cpuMs) };
}

const folder = await mkdtemp(join(tmpdir(), 'farwatch-turns-'));
try {
  const text = deployable(await readFile(file, 'utf8'));
  const watchFile = join(folder, 'farwatch.yaml');
  await writeFile(watchFile, text);
  const loaded = loadEstate(text, watchFile);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(`${file} is refused`);
  const assembly = join(folder, 'cdk.out');
  await synthesise({ watch: watchFile, folder: assembly, account: '111122223333', bundles: true });
  const cloud = await openCloud({ assembly, estate: loaded.estate, text, seed: 'turns' });
  const turns = await measure(cloud, watch);
  await cloud.close();
  const typicals = [...turns].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const counted = {
    on: new Date().toISOString().slice(0, 10),
    file,
    questions: questionsOf(watch),
    turns: Object.fromEntries(typicals.map(([kind, some]) => [kind, typical(some)])),
  };
  console.log(JSON.stringify(counted, undefined, 2));
  for (const [kind, some] of typicals) console.log(`${kind}: ${some.length} turns`);
  if (argv.includes('--write')) await keep(counted);
} finally {
  await rm(folder, { recursive: true });
}

async function keep(counted: object): Promise<void> {
  const text = await readFile(kept, 'utf8');
  const literal = JSON.stringify(counted);
  const written = text.replace(
    /(export const counted: Counted = )\{.*\};/s,
    (_, begin: string) => `${begin}${literal};`,
  );
  await writeFile(kept, written);
  spawnSync('npx', ['biome', 'check', '--write', kept]);
}
