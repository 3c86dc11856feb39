/** Public resolvers: each remembers what it was told for as long as it may, and counts that down. */

import type { Instant } from '../../core/names.ts';
import type { RecordType } from '../../core/net.ts';
import { type AzureWorld, Denied, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { FaultBook } from './faults.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { Zones } from './zones.ts';

type Said = ReturnType<AzureWorld['answer']>;

export interface Resolvers {
  /** Whether anybody resolves at that address. */
  has(address: string): boolean;
  /**
   * What it answers now, with the seconds for which it goes on saying so. Throws `Denied` in DNS's words
   * where it would have to ask the zone's servers, and they do not answer.
   */
  ask(address: string, name: string, type: RecordType): Said;
}

interface ResolverWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly faults: FaultBook;
  readonly zones: Zones;
}

interface Remembered {
  readonly said: Said;
  readonly until: Instant;
}

/** How long it is remembered that there is no such name. */
const noneTtlSeconds = 60;
/** Until clients ask again who got no answer. */
const againMs = 5_000;

export function createResolvers({ resolvers = [] }: Layout, world: ResolverWorld): Resolvers {
  const { timeline, dice, pace, faults, zones } = world;
  const memory = new Map<string, Remembered>();

  /** Undefined: the zone's servers did not answer, and nothing is remembered. */
  function known(address: string, name: string, type: RecordType): Remembered | undefined {
    const key = [address, type, name].join(' ');
    const kept = memory.get(key);
    const now = timeline.now();
    if (kept !== undefined && now < kept.until) return kept;
    if (faults.treatBy(dice, [`dns/${name}`]).is !== 'served') return undefined;
    const said = zones.answer(name, type);
    const until = (now + (said?.ttlSeconds ?? noneTtlSeconds) * 1_000) as Instant;
    memory.set(key, { said, until });
    return { said, until };
  }

  /** Others ask as well, all the while: what they ask for is hardly ever forgotten. */
  function crowd(address: string, name: string): void {
    const found = known(address, name, 'CNAME');
    const wait = found === undefined ? againMs : found.until - timeline.now();
    timeline.after(Math.max(wait, 1), () => crowd(address, name));
  }
  for (const { address, names } of pace.flowing ? resolvers : []) {
    for (const name of names) timeline.after(dice.between(0, againMs), () => crowd(address, name));
  }

  return {
    has: (address) => resolvers.some((one) => one.address === address),
    ask(address, name, type) {
      timeline.catchUp();
      const found = known(address, name.toLowerCase().replace(/\.$/, ''), type);
      if (found === undefined) throw new Denied(503, 'SERVFAIL', `${name} could not be resolved.`);
      const ttlSeconds = Math.ceil((found.until - timeline.now()) / 1_000);
      return found.said && { ...found.said, ttlSeconds };
    },
  };
}
