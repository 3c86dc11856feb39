/** The ports of a house in memory, around one shared Azure: what every process of a story shares. */

import { createHash } from 'node:crypto';
import type { Estate } from '../../config/estate.ts';
import { checkKinds, probeKinds, stepKinds } from '../../config/kinds.ts';
import type { Instant, Person, Run } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import type { Rooms } from '../../lambdas/house/wiring.ts';
import type { AzureWorld } from '../world/azure.ts';
import { type VirtualClock, virtualClock } from '../world/clock.ts';
import { createAzure } from '../world/create-azure.ts';
import { type Dice, diceOf } from '../world/dice.ts';
import { labSecrets, layoutOf } from '../world/layout.ts';
import type { Pace } from '../world/pace.ts';
import { worldOf } from '../world/ports/elsewhere.ts';
import { netOf } from '../world/ports/net.ts';
import { type MemoryBrake, memoryBrake } from '../world/stores/brake.ts';
import { type MemoryChat, memoryChat } from '../world/stores/chat.ts';
import { type MemoryJournal, memoryJournal } from '../world/stores/journal.ts';
import { memoryMemory } from '../world/stores/memory.ts';
import { type MemoryPager, memoryPager } from '../world/stores/pager.ts';
import { memorySeals } from '../world/stores/seals.ts';
import { memorySightings } from '../world/stores/sightings.ts';

export interface Stage {
  readonly watch: Watch;
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly world: AzureWorld;
  readonly journal: MemoryJournal;
  readonly brake: MemoryBrake;
  readonly chat: MemoryChat;
  readonly pager: MemoryPager;
  /** Whatever failed in a loop of a house. */
  readonly troubles: readonly string[];
  /** All that a house needs, on this stage. */
  readonly rooms: Rooms;
}

export interface StageOptions {
  readonly seed: string | number;
  readonly pace?: Partial<Pace>;
}

/** A Tuesday at 02:00 UTC, on a slot of every usual round. */
const opening = Date.UTC(2026, 0, 6, 2) as Instant;

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function stageOf(estate: Estate, watch: Watch, { seed, pace }: StageOptions): Stage {
  const clock = virtualClock(opening);
  const dice = diceOf(seed);
  const world = createAzure(layoutOf(estate), { clock, dice, ...(pace ? { pace } : {}) });
  const secrets = labSecrets(estate);
  const journal = memoryJournal(digestOf);
  const brake = memoryBrake();
  const chat = memoryChat();
  const pager = memoryPager();
  const troubles: string[] = [];
  let runs = 0;

  const rooms: Rooms = {
    rules: { watch, digest: digestOf },
    clock,
    journal,
    sightings: memorySightings(),
    memory: memoryMemory(clock),
    chat,
    pager,
    seals: memorySeals(`seals of ${seed}`),
    brake,
    watches: estate.watches,
    azure: worldOf(world, 'switch', { clock, dice: dice.fork('switch'), secrets }),
    probeKinds,
    checkKinds,
    stepKinds,
    vantages: watch.vantages.map((vantage) => ({
      vantage,
      net: netOf(world, vantage, { clock, dice, secrets }),
    })),
    people: Object.fromEntries(Object.keys(estate.people).map((name) => [name, name as Person])),
    vouch: async () => ({ is: 'member' }),
    newRun: () => {
      runs += 1;
      return `run-${runs}` as Run;
    },
    // Virtual time has no event loop that could be late.
    lagMs: () => 0,
    onTrouble: (where, error) => troubles.push(`${where}: ${String(error)}`),
  };
  return { watch, clock, dice, world, journal, brake, chat, pager, troubles, rooms };
}
