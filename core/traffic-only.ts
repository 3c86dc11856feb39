/** Of what is lost the traffic alone, where all that should go along needs a plane that is down. */

import { type Drafting, draft, planOf, stepsOf } from './draft.ts';
import type { ServiceName } from './names.ts';
import type { Plane } from './observation.ts';
import type { Loss } from './outage.ts';
import type { Picture } from './picture.ts';
import type { Plan, Step } from './plan.ts';
import type { Digester } from './ports.ts';
import type { Watch } from './watch.ts';
import { type Planes, passable, planesIn } from './ways.ts';

/** What people may choose between in an outage. */
export function plansFor(
  watch: Watch,
  picture: Picture,
  loss: Loss,
  digest: Digester,
): readonly Plan[] {
  const whole = draft(watch, picture, loss, digest);
  const alone = trafficAlone(watch, loss, whole, { digest, planes: planesIn(picture) });
  return alone === undefined ? whole : [alone];
}

/**
 * In place of all that was drafted, of which the smallest comes first: undefined while one of them
 * needs nothing that is down, and where the watch declares nothing that would help.
 */
export function trafficAlone(
  watch: Watch,
  loss: Loss,
  drafted: readonly Plan[],
  drafting: Drafting,
): Plan | undefined {
  const { planes } = drafting;
  const [smallest] = drafted;
  const isBarred = drafted.every(({ steps }) => darkIn(steps, planes).length > 0);
  if (smallest === undefined || !isBarred) return undefined;
  const { move, mode, services, steps } = smallest;
  const led = services.filter((name) => isLeadable(watch, name, smallest, planes));
  // Where nothing of what is down can be led away, nobody is helped by leading what is well.
  if (!led.some((name) => loss.services.includes(name))) return undefined;
  const stay = services.filter((name) => !led.includes(name));
  const trafficOnly = { stay, dark: darkIn(steps, planes) };
  return planOf(watch, loss, led, { move, mode, trafficOnly }, drafting);
}

/** Declared, nothing but traffic in this direction, and nothing in the way of it that is down. */
function isLeadable(
  watch: Watch,
  name: ServiceName,
  { move, mode, from }: Plan,
  planes: Planes,
): boolean {
  if (!watch.trafficOnly?.includes(name)) return false;
  const steps = passable(stepsOf(watch, name, move, mode, from), planes);
  return steps.every(isTraffic) && darkIn(steps, planes).length === 0;
}

export function isTraffic({ phase }: Step): boolean {
  return phase === 'traffic';
}

/** Down, and not merely unsure: that is asked again in the next round. */
export function darkIn(steps: readonly Step[], planes: Planes): readonly Plane[] {
  const needed = new Set(steps.flatMap(({ requires }) => requires));
  return [...needed].filter((plane) => planes(plane) === 'down');
}
