/**
 * How long an outage is not known to the deployed functions: the bundles of `cdk.out`, woken as AWS
 * wakes them, and beside them the deterministic world with the same file. Prints tables; never fails.
 *
 *   npm run bench:detect-deployed [-- <outages> <seed> <lanes>]
 */

import { argv } from 'node:process';
import type { Fact } from '../../core/fact.ts';
import type { Instant } from '../../core/names.ts';
import { type Cloud, openCloud } from '../../lab/cloud/cloud.ts';
import { prepare } from '../../lab/cloud/prepared.ts';
import { allLook, incidentOf, pause, until } from '../../lab/cloud/story.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';
import { detectOutages, sorts } from './detecting.ts';
import { round, sayWhere, spread } from './numbers.ts';

const outages = Number(argv[2] ?? 200);
const seed = argv[3] ?? 'detect-deployed';
// Probes of all deployments wake at the same moments: two cores carry one.
const lanes = Number(argv[4] ?? 1);

interface Detected {
  readonly fault: Fault;
  readonly confirmedMs: number;
  /** From the confirmation to the card in the room. */
  readonly askedMs: number;
}

sayWhere();
const prepared = await prepare({ file: 'examples/orders.yaml', round: 4 });
const { assembly, estate, text, watch } = prepared;
const { roundMs, timeoutMs, downStreak } = watch.policy;
console.log(
  `${outages} outages of ${watch.regions.primary} at a random moment of a round, seed ${seed}, in ${lanes} deployments: ` +
    `rounds of ${roundMs / 1000} s, timeout ${timeoutMs / 1000} s, ${downStreak} failures in a row, ` +
    `${watch.quorum} of ${watch.vantages.length} vantages`,
);
try {
  const nths = Array.from({ length: outages }, (_, nth) => nth);
  const all = await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      deployment(
        `${seed}/${lane}`,
        nths.filter((nth) => nth % lanes === lane),
      ),
    ),
  );
  await show(all.flat());
} finally {
  await prepared.remove();
}

async function deployment(own: string, nths: readonly number[]): Promise<readonly Detected[]> {
  const cloud = await openCloud({ assembly, estate, text, seed: own });
  const dice = diceOf(own);
  try {
    await cloud.start();
    await until('everybody has looked', () => allLook(cloud), 90_000);
    const detected: Detected[] = [];
    for (const nth of nths) {
      detected.push(await outage(cloud, nth, dice));
      const done = detected.length;
      if (done % 10 === 0) console.log(`  ${own}: ${done} of ${nths.length}`);
    }
    return detected;
  } finally {
    await cloud.close();
  }
}

/** One outage, from any moment of a round to the calm after it. */
async function outage(cloud: Cloud, nth: number, dice: Dice): Promise<Detected> {
  const { faults } = cloud.outside.world;
  const fault = sorts[nth % sorts.length] ?? { is: 'dark' };
  await pause(dice.between(0, roundMs));
  const before = cloud.facts().length;
  const darkAt = Date.now() as Instant;
  faults.set(watch.regions.primary, fault);
  const confirmed = await first(cloud, before, 'confirmed');
  const asked = await first(cloud, before, 'asked');
  faults.clear(watch.regions.primary);
  await calm(cloud);
  return { fault, confirmedMs: confirmed.at - darkAt, askedMs: asked.at - confirmed.at };
}

async function first(cloud: Cloud, from: number, kind: Fact['kind']): Promise<Fact> {
  const found = () => cloud.facts().find((fact, at) => at >= from && fact.kind === kind);
  await until(`${kind} is written`, () => found() !== undefined, 120_000);
  const fact = found();
  if (fact === undefined) throw new Error(`${kind} was written, and is gone`);
  return fact;
}

/** Good sightings ring nobody: calm comes with judge's tick of the minute, which is given early here. */
async function calm(cloud: Cloud): Promise<void> {
  const tick = cloud.deployed.schedules.find(({ target }) => /Judge/.test(target));
  if (tick === undefined) throw new Error('no schedule wakes judge');
  await looksGood(cloud);
  const latest = Date.now() + 120_000;
  while (!['calm', 'over'].includes(incidentOf(cloud).stage)) {
    if (Date.now() > latest) throw new Error('not within 120 s: it is calm again');
    await cloud.fleet.invoke(tick.target, 'schedule', tick.input);
    await pause(roundMs / 4);
  }
}

/** Every vantage has made the rounds that it takes to call a side up. */
async function looksGood(cloud: Cloud): Promise<void> {
  const { vantages, policy } = watch;
  const seen = new Map(vantages.map((vantage) => [vantage, cloud.looks(vantage)]));
  await until(
    'everybody has looked again',
    () => vantages.every((one) => cloud.looks(one) >= (seen.get(one) ?? 0) + policy.upStreak),
    60_000,
  );
}

async function show(detected: readonly Detected[]): Promise<void> {
  const began = performance.now();
  const virtual = await detectOutages({ estate, watch, outages, seed });
  const tookMs = performance.now() - began;
  console.table({
    'deployed: dark → confirmed': spread(
      detected.map((one) => one.confirmedMs),
      's',
    ),
    'deployed: confirmed → card in the room': spread(
      detected.map((one) => one.askedMs),
      's',
    ),
    'virtual, same file: dark → confirmed': spread(
      virtual.map((one) => one.confirmedMs),
      's',
    ),
  });
  const bySort = sorts.map(({ is }) => {
    const these = detected.filter(({ fault }) => fault.is === is);
    return [
      `region ${is}`,
      spread(
        these.map((one) => one.confirmedMs),
        's',
      ),
    ] as const;
  });
  console.log('deployed: dark → confirmed, by what went wrong');
  console.table(Object.fromEntries(bySort));
  console.log(`the virtual ones took ${round(tookMs / 1000)} s`);
}
