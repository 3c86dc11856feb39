/**
 * How long an outage is not known: from the dark to the suspicion, the confirmation and the offer,
 * in the deterministic world, at the intervals of the example. Prints tables; never fails.
 *
 *   npm run bench:detect [-- <outages> <seed>]
 */

import { argv } from 'node:process';
import { type Detected, detectOutages, type Outage, sorts } from './detecting.ts';
import { example } from './example.ts';
import { round, sayWhere, spread } from './numbers.ts';

const { estate, watch } = example();
const [outages = 240, seed = 'detect'] = [Number(argv[2] ?? 240), argv[3] ?? 'detect'];

/** Every third outage is met with one of the three vantages blind. */
const blindEvery = 3;

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
  const detected = await detectOutages({ estate, watch, outages, seed, blindEvery });

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
