/** Whether those whose traffic may be led away alone have nothing else to move, and could ever be. */

import { type Side, sides } from '../core/names.ts';
import { type Plane, planes } from '../core/observation.ts';
import type { Step } from '../core/plan.ts';
import { darkIn, isTraffic } from '../core/traffic-only.ts';
import type { Service } from '../core/watch.ts';
import { type Planes, passable } from '../core/ways.ts';
import type { DraftWatch } from './draft.ts';
import type { Flaw, Path } from './faults.ts';
import { stranger } from './stranger.ts';

export function trafficOnly({ path, trafficOnly: named, services }: DraftWatch): readonly Flaw[] {
  const names = services.map(({ name }) => name);
  return (named ?? []).flatMap((name, at): readonly Flaw[] => {
    const here = [...path, 'trafficOnly', at];
    if (named?.indexOf(name) !== at) {
      return [{ path: here, message: 'is named twice', next: 'Remove it.' }];
    }
    if (!names.includes(name)) return [stranger(here, name, names, 'the services')];
    const service = services.find((one) => one.name === name)?.compiled?.service;
    if (service === undefined) return [];
    const others = services.filter((one) => one.name !== name).map(({ compiled }) => compiled);
    const known = others.flatMap((compiled) => compiled?.service ?? []);
    return unfit(here, service, known.length < others.length ? undefined : known);
  });
}

/** `others`: undefined while one of them cannot be read. */
function unfit(
  path: Path,
  service: Service,
  others: readonly Service[] | undefined,
): readonly Flaw[] {
  // Home is where it is led away from; whatever it does on the other side besides, it does not alone.
  const steps = forcedFrom(service, 'primary');
  if (steps.length === 0) {
    const message = `${service.name} has no forced failover away from the primary`;
    return [{ path, message, next: 'Leave it out: there is no traffic of it that could be led.' }];
  }
  const more = steps.filter((step) => !isTraffic(step));
  if (more.length > 0) {
    const which = more.map(({ name, phase }) => `${name} (${phase})`).join(', ');
    const message = `${service.name} has more to move than traffic in a forced failover: ${which}`;
    return [{ path, message, next: 'Leave it out: it moves with the rest, or not at all.' }];
  }
  if (others === undefined || couldBeAlone(service, others)) return [];
  if (others.length === 0) {
    const message = `${service.name} is the only service: there is nothing that it could leave behind`;
    return [{ path, message, next: 'Leave it out: it is moved as a whole.' }];
  }
  const message = `${service.name} needs whatever the others need, so that it could never be led alone`;
  const next =
    'Leave it out, or give it a way that needs none of Azure: a name in Route 53, a switch of your own.';
  return [{ path, message, next }];
}

function forcedFrom({ steps }: Service, from: Side): readonly Step[] {
  const forced = steps.find(
    (way) => way.move === 'failover' && way.mode === 'forced' && way.from === from,
  );
  return forced?.steps ?? [];
}

/** There is a plane that another needs, and it does not. */
function couldBeAlone(service: Service, others: readonly Service[]): boolean {
  return sides.some((from) =>
    planes.some((plane) => {
      const needs = (one: Service) =>
        darkIn(passable(forcedFrom(one, from), without(plane)), without(plane)).length > 0;
      return !needs(service) && others.some(needs);
    }),
  );
}

function without(dark: Plane): Planes {
  return (plane) => (plane === dark ? 'down' : 'up');
}
