/** How a move is called: where both sides serve, one is taken out or put back, and nothing moves over. */

import type { ServiceName } from '../names.ts';
import { other } from '../names.ts';
import type { Plan, Purpose } from '../plan.ts';
import { serviceOf, type Watch } from '../watch.ts';

type Way = Pick<Plan, 'move' | 'from' | 'services'>;

/** Whether it is that alone: of all that goes along both sides serve. */
export function isDrain({ move, services }: Way, watch: Watch): boolean {
  const turns = move === 'failover' || move === 'failback';
  return turns && services.every((name) => hasTwo(name, watch));
}

function hasTwo(name: ServiceName, watch: Watch): boolean {
  return serviceOf(watch, name).posture !== undefined;
}

/** "Take api out of westeurope", "Put api back into westeurope". */
export function drainTitle(way: Way, what: string, watch: Watch): string {
  const { move, from } = way;
  return move === 'failover'
    ? `Take ${what} out of ${watch.regions[from]}`
    : `Put ${what} back into ${watch.regions[other(from)]}`;
}

/** "moved to northeurope", "taken out of westeurope", "repaired in northeurope". */
export function doneTo(way: Way, watch: Watch): string {
  const [from, to] = [watch.regions[way.from], watch.regions[other(way.from)]];
  if (isDrain(way, watch)) {
    return way.move === 'failover' ? `taken out of ${from}` : `put back into ${to}`;
  }
  const done: Readonly<Partial<Record<Purpose, string>>> = {
    repair: `repaired in ${to}`,
    align: `put as it should be in ${to}`,
  };
  return done[way.move] ?? `moved to ${to}`;
}
