/** Who calls from where, and which address leads to which part of Azure. */

import type { Region, Vantage } from '../../core/names.ts';
import type { Place } from '../world/azure.ts';
import { addresses } from '../world/zones.ts';

/** A vantage, or the hand that carries out a move together with all clients of the lab itself. */
export type Origin = Vantage | 'operator';

/** The part of Azure behind an address. `global` is all that no region owns. */
export type Area = 'primary' | 'secondary' | 'global';

export const areas = ['primary', 'secondary', 'global'] as const satisfies readonly Area[];

/** A loopback listener: whoever comes in by it is known by its origin and where it was led to. */
export interface Door {
  readonly origin: Origin;
  readonly area: Area;
  /** Undefined for the global one. */
  readonly region: Region | undefined;
  readonly speaks: 'https' | 'amqp';
}

export function areaAt(address: string): Area | undefined {
  return areas.find((area) => addresses[area] === address);
}

/** What lies on the way to anything behind a door: the caller's own network, and the region. */
export function placesOn(door: Omit<Door, 'area'>): readonly Place[] {
  if (door.region === undefined) return [networkOf(door.origin)];
  const region = door.speaks === 'amqp' ? `${door.region}/servicebus` : door.region;
  return [networkOf(door.origin), region];
}

export function networkOf(origin: Origin): Place {
  return `vantage/${origin}`;
}
