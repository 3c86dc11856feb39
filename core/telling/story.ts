/** What the facts of one incident tell as a story, so that an ending can still be told whole. */

import type { Fact, FactOf } from '../fact.ts';
import type { Cause, Outage } from '../incident.ts';
import type { Instant, ServiceName } from '../names.ts';
import { beganAt } from '../outage.ts';
import type { Plan, Purpose } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { drainTitle, isDrain } from './drained.ts';
import { counted, listed } from './words.ts';

/** The outage as the facts tell it, also when it is over and the incident has let go of it. */
export function outageOf(facts: readonly Fact[]): Outage | undefined {
  let since: Instant | undefined;
  let outage: Outage | undefined;
  for (const fact of facts) {
    if (fact.kind === 'suspected') since = fact.at;
    if (fact.kind === 'confirmed') {
      const { side, services, seen, layers, at } = fact;
      outage = { side, services, seen, layers, since: beganAt(seen, since ?? at) };
    }
    if (fact.kind === 'worsened' && outage !== undefined) {
      const services = [...new Set([...outage.services, ...fact.services])];
      outage = { ...outage, services, seen: fact.seen, layers: fact.layers };
    }
  }
  return outage;
}

/** Why the incident asks for a move, if it does: an outage goes before a wish. */
export function causeTold(facts: readonly Fact[]): Cause | undefined {
  const outage = outageOf(facts);
  if (outage !== undefined) return { is: 'outage', outage };
  const wished = lastOf(facts, 'wished');
  return wished === undefined ? undefined : { is: 'wish', wish: wished.wish };
}

export function lastOf<K extends Fact['kind']>(
  facts: readonly Fact[],
  kind: K,
): FactOf<K> | undefined {
  return facts.findLast((fact): fact is FactOf<K> => fact.kind === kind);
}

/** "Move bus and orders-api to northeurope (forced)". */
export function titleOf(plan: Plan, watch: Watch): string {
  const whole = plan.services.length === watch.services.length && plan.services.length > 1;
  const moved = whole ? `all ${counted(plan.services.length, 'service')}` : listed(plan.services);
  const what = plan.trafficOnly === undefined ? moved : `only the traffic of ${moved}`;
  const to = watch.regions[plan.to];
  const titles: Readonly<Record<Purpose, string>> = {
    failover: `Move ${what} to ${to}`,
    failback: `Move ${what} back to ${to}`,
    drill: `Drill: move ${what} to ${to}`,
    repair: `Repair ${what}, so that ${to} stands by again`,
    align: `Put ${what} as it should be in ${to}`,
  };
  const hand = plan.byHand === undefined ? '' : ', changed by hand';
  const title = isDrain(plan, watch) ? drainTitle(plan, what, watch) : titles[plan.move];
  return `${title} (${plan.mode}${hand})`;
}

/** "bus to northeurope", and of a repair "bus in westeurope", which is what stands by afterwards. */
export function wayOf(plan: Plan, watch: Watch): string {
  const { move, services, from, to } = plan;
  if (isDrain(plan, watch)) {
    const [where, side] = move === 'failover' ? ['out of', from] : (['into', to] as const);
    return `${briefly(services)} ${where} ${watch.regions[side]}`;
  }
  const stays = move === 'repair' || move === 'align';
  return `${movedBy(plan)} ${stays ? 'in' : 'to'} ${watch.regions[to]}`;
}

/** "bus and orders-api", "only the traffic of orders-api"; `only`: as it begins a sentence, or not. */
export function movedBy({ services, trafficOnly }: Plan, only: 'Only' | 'only' = 'only'): string {
  const what = briefly(services);
  return trafficOnly === undefined ? what : `${only} the traffic of ${what}`;
}

/** "bus", "bus and orders-api", "7 services": short enough for the line a phone shows. */
export function briefly(services: readonly ServiceName[]): string {
  return services.length <= 3 ? listed(services) : counted(services.length, 'service');
}

/** "westeurope is down" when all that serves from there is, else "bus is down in westeurope". */
export function lossOf(
  watch: Watch,
  { side, services }: Pick<Outage, 'side' | 'services'>,
): string {
  const region = watch.regions[side];
  if (services.length === watch.services.length) return `${region} is down`;
  return `${briefly(services)} ${services.length === 1 ? 'is' : 'are'} down in ${region}`;
}
