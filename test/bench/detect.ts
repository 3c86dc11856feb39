/**
 * How long an outage is not known: from the dark to the suspicion, the confirmation and the offer,
 * in the deterministic world, at the intervals of the example. Prints tables; never fails.
 *
 *   npm run bench:detect [-- <outages> <seed>]
 */

import { argv } from 'node:process';
import type { Fact } from '../../core/fact.ts';
import { type Instant, later, type Vantage } from '../../core/names.ts';
import type { Theatre } from '../../lab/play/theatre.ts';
import { openVirtual } from '../../lab/play/virtual.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';
import { example } from './example.ts';
import { round, sayWhere, spread } from './numbers.ts';

const { estate, watch } = example();
const [outages = 240, seed = 'detect'] = [Number(argv[2] ?? 240), argv[3] ?? 'detect'];

/** Every third outage is met with one of the three vantages blind. */
const blindEvery = 3;

const sorts: readonly Fault[] = [{ is: 'dark' }, { is: 'refused' }, { is: 'failing', status: 503 }];

interface Outage {
  readonly fault: Fault;
  readonly blind: Vantage | undefined;
  /** How long the house has watched before it. */
  readonly quietMs: number;
  readonly seed: string;
}

interface Detected {
  readonly outage: Outage;
  readonly suspectedMs: number;
  readonly confirmedMs: number;
  readonly offeredMs: number;
}

function outageOf(nth: number, dice: Dice): Outage {
  const { roundMs } = watch.policy;
  const fault = sorts[Math.floor(nth / blindEvery) % sorts.length] ?? { is: 'dark' };
  return {
    fault,
    blind: nth % blindEvery === 0 ? dice.pick(watch.vantages) : undefined,
    // Two rounds to know who is active, and then any moment of a round.
    quietMs: 3 * roundMs + dice.between(0, roundMs),
    seed: `${seed}/${nth}`,
  };
}

async function detect(outage: Outage): Promise<Detected> {
  const theatre = openVirtual(estate, watch, { seed: outage.seed, pace: { flowing: false } });
  return theatre.perform(async () => {
    const { clock, world } = theatre;
    if (outage.blind !== undefined) world.faults.set(`vantage/${outage.blind}`, { is: 'dark' });
    await clock.sleep(outage.quietMs);
    const darkAt = clock.now();
    world.faults.set(watch.regions.primary, outage.fault);
    const after = (kind: Fact['kind']) => untilFact(kind, theatre, darkAt);
    const suspectedMs = await after('suspected');
    const confirmedMs = await after('confirmed');
    return { outage, suspectedMs, confirmedMs, offeredMs: await after('offered') };
  });
}

/** Of a story that does not get there, the table shows the patience. */
const patienceMs = 300_000;

async function untilFact(kind: Fact['kind'], { clock, facts }: Theatre, darkAt: Instant) {
  const deadline = later(darkAt, patienceMs);
  for (;;) {
    const found = facts().find((fact) => fact.kind === kind && fact.at >= darkAt);
    if (found !== undefined) return found.at - darkAt;
    if (clock.now() >= deadline) return patienceMs;
    await clock.sleep(100);
  }
}

const to = {
  suspected: (d: Detected) => d.suspectedMs,
  confirmed: (d: Detected) => d.confirmedMs,
  offered: (d: Detected) => d.offeredMs - d.confirmedMs,
};

function show(detected: readonly Detected[]): void {
  console.table({
    'dark → suspected': spread(detected.map(to.suspected), 's'),
    'dark → confirmed': spread(detected.map(to.confirmed), 's'),
    'confirmed → offered': spread(detected.map(to.offered), 's'),
  });
  const confirmed = (which: (outage: Outage) => boolean) =>
    spread(detected.filter(({ outage }) => which(outage)).map(to.confirmed), 's');
  const bySort = sorts.map(({ is }) => [`region ${is}`, confirmed(({ fault }) => fault.is === is)]);
  console.log('dark → confirmed, by what went wrong');
  console.table({
    ...Object.fromEntries(bySort),
    'all vantages see': confirmed(({ blind }) => blind === undefined),
    'one vantage blind': confirmed(({ blind }) => blind !== undefined),
  });
}

async function main(): Promise<void> {
  sayWhere();
  const began = performance.now();
  const dice = diceOf(seed);
  const detected: Detected[] = [];
  for (let nth = 0; nth < outages; nth += 1) detected.push(await detect(outageOf(nth, dice)));

  const { roundMs, timeoutMs, reaskMs, downStreak } = watch.policy;
  console.log(
    `${outages} outages of ${watch.regions.primary} at a random moment of a round, seed ${seed}: ` +
      `rounds of ${roundMs / 1000} s, timeout ${timeoutMs / 1000} s, asked again after ${reaskMs / 1000} s, ` +
      `${downStreak} failures in a row, ${watch.quorum} of ${watch.vantages.length} vantages`,
  );
  show(detected);
  console.log(`took ${round((performance.now() - began) / 1000)} s`);
}

await main();
