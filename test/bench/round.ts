/**
 * What one round of the example costs: processor time, memory, bytes, and how long it lasts at the
 * distance of a neighbour and of an ocean, on the share of a core that Lambda gives. Linux only.
 *
 *   npm run bench:round
 */

import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import tls from 'node:tls';
import type { Instant } from '../../core/names.ts';
import { waits } from '../../deploy/waits.ts';
import { openEstate } from '../../lab/estate/estate.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { layoutOf } from '../../lab/world/layout.ts';
import { example } from './example.ts';
import { openLines } from './lines.ts';
import type { FromHouse, Round, ToHouse } from './round-house.ts';

// As Azure's servers do, which know nothing else yet (assumed): a key for X25519 is taken at once.
tls.DEFAULT_ECDH_CURVE = 'X25519:P-256:P-384';

const warmUps = 4;
const rounds = 7;
const sizesMb = [192, 512] as const;

const { estate, watch } = example();
const clock = { now: () => Date.now() as Instant };
const world = createAzure(layoutOf(estate), { clock, dice: diceOf('round') });
const wires = await openEstate(world);
const lines = openLines();
const house = fork(new URL('./round-house.ts', import.meta.url), { serialization: 'advanced' });
const tell = (message: ToHouse) => house.send(message);
const [vantage = 'operator'] = watch.vantages;
const dial = lines.through(wires.dialOf(vantage));
let heard: (message: FromHouse) => void = () => {};
house.on('message', async (message: FromHouse) => {
  if (message.is !== 'dial') return heard(message);
  tell({ is: 'dialled', n: message.n, ...(await dial(message.host, message.port)) });
});

function answer(to: ToHouse): Promise<FromHouse> {
  const told = new Promise<FromHouse>((resolve) => {
    heard = resolve;
  });
  tell(to);
  return told;
}

async function oneRound(): Promise<Round> {
  const told = await answer({ is: 'round' });
  if (told.is !== 'over') throw new Error('the house says something else');
  return told.round;
}

async function medianRound(): Promise<Record<string, unknown>> {
  const made: Round[] = [];
  for (let nth = 0; nth < rounds; nth += 1) made.push(await oneRound());
  const median = (of: (round: Round) => number) =>
    made.map(of).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  return {
    'took ms': Math.round(median(({ tookMs }) => tookMs)),
    'CPU ms': Math.round(median(({ cpuMs }) => cpuMs)),
    'lag ms': Math.round(Math.max(...made.map(({ lagMs }) => lagMs))),
    'two looks': made.filter(({ passes }) => passes.length > 1).length,
    'not up': made.flatMap(({ notUp }) => notUp).join(', '),
  };
}

/** A share of one core, as a group of processes may have it; undefined where none can be made. */
function share(pid: number, ofCore: number): (() => void) | undefined {
  const folder = '/sys/fs/cgroup/cpu/farwatch-bench';
  const periodUs = 20_000;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/cpu.cfs_period_us`, String(periodUs));
    writeFileSync(`${folder}/cpu.cfs_quota_us`, String(Math.round(ofCore * periodUs)));
    writeFileSync(`${folder}/cgroup.procs`, String(pid));
  } catch {
    return undefined;
  }
  return () => {
    writeFileSync('/sys/fs/cgroup/cpu/cgroup.procs', String(pid));
    rmdirSync(folder);
  };
}

await answer({ is: 'lab', ca: wires.ca, nameServers: wires.dnsServersOf(vantage) });
for (let nth = 0; nth < warmUps; nth += 1) await oneRound();
lines.counted();
const { lookBytes, cpuMs } = await oneRound();
console.log({ ...lines.counted(), lookBytes, cpuMs });
const table: Record<string, Record<string, unknown>> = {};
for (const roundTripMs of [0, waits.nearMs, waits.farMs]) {
  lines.roundTrip(roundTripMs);
  table[`a whole core, ${roundTripMs} ms away`] = await medianRound();
  for (const memoryMb of sizesMb) {
    const release = share(house.pid ?? 0, memoryMb / waits.memoryOfCoreMb);
    if (release === undefined) continue;
    table[`${memoryMb} MB, ${roundTripMs} ms away`] = await medianRound();
    release();
  }
}
console.table(table);
console.log(/VmHWM:.*/.exec(readFileSync(`/proc/${house.pid}/status`, 'utf8'))?.[0]);
house.kill();
lines.close();
await wires.close();
