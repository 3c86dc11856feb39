/** Outages of the first region in the deterministic world, each at a random moment of a round. */

import type { Estate } from '../../config/estate.ts';
import type { Fact } from '../../core/fact.ts';
import { type Instant, later, type Vantage } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import type { Theatre } from '../../lab/play/theatre.ts';
import { openVirtual } from '../../lab/play/virtual.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';

export interface Detecting {
  readonly estate: Estate;
  readonly watch: Watch;
  readonly outages: number;
  readonly seed: string;
  /** Every so many outages one vantage is blind; absent, never. */
  readonly blindEvery?: number;
}

export interface Outage {
  readonly fault: Fault;
  readonly blind: Vantage | undefined;
  /** How long the house has watched before it. */
  readonly quietMs: number;
  readonly seed: string;
}

export interface Detected {
  readonly outage: Outage;
  readonly suspectedMs: number;
  readonly confirmedMs: number;
  readonly offeredMs: number;
}

/** What goes wrong with a region, in turn. */
export const sorts: readonly Fault[] = [
  { is: 'dark' },
  { is: 'refused' },
  { is: 'failing', status: 503 },
];

export async function detectOutages(means: Detecting): Promise<readonly Detected[]> {
  const dice = diceOf(means.seed);
  const detected: Detected[] = [];
  for (let nth = 0; nth < means.outages; nth += 1) {
    detected.push(await detect(outageOf(nth, dice, means), means));
  }
  return detected;
}

function outageOf(nth: number, dice: Dice, { watch, seed, blindEvery }: Detecting): Outage {
  const { roundMs } = watch.policy;
  const fault = sorts[Math.floor(nth / (blindEvery ?? 1)) % sorts.length] ?? { is: 'dark' };
  return {
    fault,
    blind: blindEvery && nth % blindEvery === 0 ? dice.pick(watch.vantages) : undefined,
    // Two rounds to know who is active, and then any moment of a round.
    quietMs: 3 * roundMs + dice.between(0, roundMs),
    seed: `${seed}/${nth}`,
  };
}

async function detect(outage: Outage, { estate, watch }: Detecting): Promise<Detected> {
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
