/** Clients that post orders to the public names, wherever the name servers lead them. */

import { type Region, sides } from '../../core/names.ts';
import type { Layout, NameLayout, Place } from './azure.ts';
import type { Dice } from './dice.ts';
import type { FaultBook } from './faults.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { Traffic } from './traffic.ts';
import type { Zones } from './zones.ts';

export interface OrderWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly faults: FaultBook;
  readonly zones: Zones;
  readonly placesOf: (host: string) => readonly Place[];
  /** Told of each host that took one. */
  readonly arrived: (host: string) => void;
}

export function createOrders(layout: Layout, world: OrderWorld): Traffic['orders'] {
  const { timeline, dice, pace, faults, placesOf, arrived } = world;
  const counts: Record<Region | 'lost', number> = { lost: 0 };
  for (const side of sides) counts[layout.regions[side]] = 0;

  function post(led: string | undefined): void {
    const gateway = layout.gateways.find((g) => g.host.toLowerCase() === led);
    const served =
      gateway !== undefined && faults.treatBy(dice, placesOf(gateway.host)).is === 'served';
    const end = served ? layout.regions[gateway.side] : 'lost';
    if (served) arrived(gateway.host);
    counts[end] = (counts[end] ?? 0) + 1;
  }

  for (const name of pace.flowing ? layout.names : []) {
    const resolve = resolver(name, world);
    const flow = () => {
      post(resolve());
      timeline.after(dice.between(...pace.orderMs), flow);
    };
    timeline.after(dice.between(...pace.orderMs), flow);
  }

  return () => {
    timeline.catchUp();
    return { ...counts };
  };
}

/** Keeps an answer for as long as it may be kept, and longer when no name server answers. */
function resolver({ name }: NameLayout, world: OrderWorld): () => string | undefined {
  const { timeline, dice, faults, zones } = world;
  let known: { readonly target: string; readonly until: number } | undefined;
  return () => {
    const now = timeline.now();
    if (known !== undefined && now < known.until) return known.target;
    if (faults.treatBy(dice, ['dns']).is !== 'served') return known?.target;
    const said = zones.answer(name, 'CNAME');
    const target = said?.values[0];
    if (said === undefined || target === undefined) return undefined;
    known = { target, until: now + said.ttlSeconds * 1_000 };
    return target;
  };
}
