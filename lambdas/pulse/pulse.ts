/** Says "alive" to the outside, and only with proof of life: what is silent here rings there. */

import type { Instant, Vantage, WatchName } from '../../core/names.ts';
import { later } from '../../core/names.ts';
import type { Clock, Memory, Sightings } from '../../core/ports.ts';
import { took } from '../../core/telling/words.ts';
import type { Watch } from '../../core/watch.ts';
import { type Beating, lastAlive } from './alive.ts';
import { nobodyListens } from './outside.ts';

export interface PulseWorld {
  readonly clock: Clock;
  readonly sightings: Sightings;
  readonly memory: Memory;
  /** Tells the dead-man's switch outside, if there is one. Rejects when that could not be told. */
  ping(): Promise<'told' | 'nowhere'>;
}

/** How long each may be silent, in ms. */
const silenceMsMax: Readonly<Record<Beating, number>> = {
  judge: 120_000,
  tell: 120_000,
  failover: 180_000,
};

/** What was found, as plain data. */
export interface Signs {
  readonly watches: readonly {
    readonly watch: WatchName;
    readonly quorum: number;
    /** Vantages with a sighting young enough to count. */
    readonly fresh: number;
    /** Those without. */
    readonly absent: readonly Vantage[];
  }[];
  /** The last whole turn of whoever must be alive. */
  readonly beats: Readonly<Partial<Record<Beating, Instant | undefined>>>;
}

export interface Pulse {
  /** Why nothing may be said; empty when all are alive. */
  readonly silent: readonly string[];
  /** Who saw nothing lately; a minority of them is borne. */
  readonly absent: readonly { readonly watch: WatchName; readonly vantage: Vantage }[];
}

/** Why nothing may be said; empty when all are alive. */
export function silences({ watches, beats }: Signs, at: Instant): readonly string[] {
  const blind = watches.flatMap(({ watch, quorum, fresh }) =>
    fresh < quorum ? [`${watch} was seen lately from ${fresh} vantages; it takes ${quorum}`] : [],
  );
  const expected = (['judge', 'tell', 'failover'] as const).filter((one) => one in beats);
  const silent = expected.flatMap((one) => {
    const last = beats[one];
    if (last === undefined) return [`${one} has never finished a turn`];
    return at - last < silenceMsMax[one]
      ? []
      : [`${one} last finished a turn ${took(at - last)} ago`];
  });
  return [...blind, ...silent];
}

/** Pings only when nothing is silent. Rejects when the ping failed. */
export async function pulse(watches: readonly Watch[], world: PulseWorld): Promise<Pulse> {
  const signs = await signsOf(watches, world);
  const silent = silences(signs, world.clock.now());
  if (silent.length === 0 && (await world.ping()) === 'nowhere') await nobodyListens(world.memory);
  const absent = signs.watches.flatMap(({ watch, absent: from }) =>
    from.map((vantage) => ({ watch, vantage })),
  );
  return { silent, absent };
}

async function signsOf(watches: readonly Watch[], world: PulseWorld): Promise<Signs> {
  // Where nothing is ever moved there is no failover function that could be alive.
  const moving = watches.some(({ mode }) => mode === 'ask');
  const beating: readonly Beating[] = ['judge', 'tell', ...(moving ? (['failover'] as const) : [])];
  const beats = beating.map(async (one) => [one, await lastAlive(one, world.memory)] as const);
  return {
    watches: await Promise.all(watches.map((watch) => seenLately(watch, world))),
    beats: Object.fromEntries(await Promise.all(beats)),
  };
}

async function seenLately(
  { name, quorum, vantages, policy }: Watch,
  { sightings, clock }: PulseWorld,
): Promise<Signs['watches'][number]> {
  const looks = await sightings.since(name, later(clock.now(), -policy.freshMs));
  const absent = vantages.filter((vantage) => !looks.some((look) => look.vantage === vantage));
  return { watch: name, quorum, fresh: vantages.length - absent.length, absent };
}
