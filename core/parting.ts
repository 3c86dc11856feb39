/** What a move of the traffic alone has parted, and that the loss of what stayed is asked about by itself. */

import type { Standpoint } from './incident.ts';
import type { ServiceName, Serving, Side } from './names.ts';
import { other } from './names.ts';
import { type Loss, lossOf, servingFrom } from './outage.ts';
import { type Picture, verdictOf } from './picture.ts';
import type { Plan } from './plan.ts';
import { serves, type Watch } from './watch.ts';

/** It lasts for as long as the world says so: what was led may have come home, the rest may have followed. */
export interface Parting {
  /** The side that was left, where the rest stayed. */
  readonly from: Side;
  readonly led: readonly ServiceName[];
  readonly stayed: readonly ServiceName[];
}

/** Once `plan` is proven. A later move ends it that brings together what the one before has parted. */
export function partingAfter(
  { from, services, trafficOnly }: Plan,
  active: Active,
  before: Parting | undefined,
): Parting | undefined {
  if (trafficOnly !== undefined) return { from, led: services, stayed: trafficOnly.stay };
  return before && isParted(before, active) ? before : undefined;
}

type Active = Readonly<Record<ServiceName, Serving>>;

function isParted({ from, led, stayed }: Parting, active: Active): boolean {
  return (
    led.some((name) => active[name] === other(from)) &&
    stayed.some((name) => serves(active[name] ?? 'primary', from))
  );
}

/** Of what stayed any one is enough, critical or not: people were asked about it with the rest. */
export function lossNow(
  watch: Watch,
  picture: Picture,
  { parting }: Pick<Standpoint, 'parting'>,
): Loss | undefined {
  return lossOf(watch, picture) ?? (parting && lossOfRest(watch, picture, parting));
}

function lossOfRest(watch: Watch, picture: Picture, parting: Parting): Loss | undefined {
  const { from, stayed } = parting;
  const services = servingFrom(watch, picture, from).filter(
    (name) => verdictOf(picture, name, from) === 'down',
  );
  const isLost = stayed.some((name) => services.includes(name));
  return isLost && isParted(parting, picture.active) ? { side: from, services } : undefined;
}
