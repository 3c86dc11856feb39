/** The example's estate in memory, looked after with both identities. */

import { readFileSync } from 'node:fs';
import type { Estate } from '../../config/estate.ts';
import { checkKinds, stepKinds } from '../../config/kinds.ts';
import { loadEstate } from '../../config/load.ts';
import type { Instant, Region } from '../../core/names.ts';
import type { Memory } from '../../core/ports.ts';
import { type Readiness, type Unready, unreadyOf } from '../../core/readiness.ts';
import type { Watch } from '../../core/watch.ts';
import type { AzureWorld, Layout } from '../../lab/world/azure.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { labSecrets, layoutOf } from '../../lab/world/layout.ts';
import { worldOf } from '../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../lab/world/ports/net.ts';
import { type MemoryBrake, memoryBrake } from '../../lab/world/stores/brake.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { preflight } from '../../lambdas/failover/preflight.ts';
import { ledgerIn } from '../../lambdas/ledger/kept.ts';
import { kept } from '../../lambdas/readiness/kept.ts';
import { readiness } from '../../lambdas/readiness/readiness.ts';

export function exampleEstate(file = 'examples/orders.yaml'): Estate {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  if (loaded.ok) return loaded.estate;
  throw new Error(loaded.faults.map(({ message }) => message).join('\n'));
}

export interface Looked {
  readonly watch: Watch;
  readonly world: AzureWorld;
  readonly brake: MemoryBrake;
  readonly memory: Memory;
  now(): Instant;
  /** Lets what was ordered come true. */
  pass(ms: number): Promise<void>;
  /** Runs readiness as the functions would, in virtual time. */
  look(): Promise<Readiness>;
  /** What the last run keeps from being offered. */
  refused(): Promise<readonly Unready[]>;
}

export function lookedAfter(
  changes: { layout?: Partial<Layout>; watch?: Partial<Watch>; file?: string } = {},
): Looked {
  const estate = exampleEstate(changes.file);
  const [first] = estate.watches;
  if (first === undefined) throw new Error('the example has no watch');
  const watch = { ...first, ...changes.watch };
  const clock = virtualClock(Date.UTC(2026, 0, 6, 2) as Instant);
  const dice = diceOf('readiness');
  const layout = { ...layoutOf(estate), ...changes.layout };
  const world = createAzure(layout, { clock, dice, pace: { flowing: false } });
  const [vantage] = watch.vantages;
  if (vantage === undefined) throw new Error('the example has no vantage');
  const brake = memoryBrake();
  const memory = memoryMemory(clock);
  const azure = worldOf(world, 'switch', { clock, dice });
  const looking = {
    clock,
    memory,
    kinds: checkKinds,
    ledger: ledgerIn(memory),
    net: netOf(world, vantage, { clock, dice, secrets: labSecrets(estate) }),
    preflight: (of: Watch) => preflight(of, { clock, azure, brake, kinds: stepKinds }),
  };
  return {
    watch,
    world,
    brake,
    memory,
    now: clock.now,
    pass: clock.advance,
    look: () => clock.play(readiness(watch, looking), 10 * 60_000),
    refused: async () => unreadyOf(await kept(watch.name, memory), clock.now()),
  };
}

/** The resource group of the example's DNS zone, in lower case. */
export const dnsGroup =
  '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourcegroups/contoso-dns';
export const westeurope = 'westeurope' as Region;
