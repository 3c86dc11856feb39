/** What a move may have lost, as an estimate in numbers: from what was measured before it, and what it passed over. */

import type { Fact, FactOf } from '../fact.ts';
import type { Instant, ServiceName } from '../names.ts';
import type { Plan } from '../plan.ts';
import type { Staked } from '../stakes.ts';
import { counted, took, utcDay } from './words.ts';

/** One line of the estimate. */
export interface RpoPart {
  readonly service: ServiceName;
  /** `left`: messages; `behind`: time; `numbers`: control numbers that partners may never see. */
  readonly is: 'left' | 'behind' | 'numbers';
  /** When it was measured, or when the numbers were fixed. */
  readonly at: Instant;
  readonly says: string;
  readonly messages?: number;
  /** What was written in so long before it failed may be lost. */
  readonly lostMs?: number;
  readonly numbers?: number;
}

/** `failedAt`: the first failure that was seen, or the wish for the move. */
export function rpoOf(
  { approval, plan }: FactOf<'approved'>,
  facts: readonly Fact[],
  failedAt: Instant,
): readonly RpoPart[] {
  const offered = facts.findLast(
    (fact): fact is FactOf<'offered'> =>
      fact.kind === 'offered' && fact.offer.number === approval.offer,
  );
  const stakes = (offered?.offer.stakes ?? []).filter(({ service }) =>
    plan.services.includes(service),
  );
  return [...stakes.map((one) => staked(one, plan, failedAt)), ...passedOver(plan, facts)];
}

function staked({ service, at, stake }: Staked, plan: Plan, failedAt: Instant): RpoPart {
  const measured = `as of ${utcDay(at)}`;
  if (stake.is === 'left') {
    const { messages } = stake;
    const says = `${counted(messages, 'message')} in what was left, ${measured}`;
    return { service, is: 'left', at, messages, says };
  }
  if (plan.mode === 'planned') {
    // The step waits until the other side has all of it, or is not done.
    return { service, is: 'behind', at, lostMs: 0, says: 'nothing: it moved with all it held' };
  }
  if (stake.is === 'behind') {
    const says = `what was written in the last ${took(stake.mostMs)}, at the most, ${measured}`;
    return { service, is: 'behind', at, lostMs: stake.mostMs, says };
  }
  const lostMs = Math.max(0, failedAt - stake.until);
  const says = `what was written in the ${took(lostMs)} before it failed: copied until ${utcDay(stake.until)}, ${measured}`;
  return { service, is: 'behind', at, lostMs, says };
}

function passedOver({ steps }: Plan, facts: readonly Fact[]): readonly RpoPart[] {
  return facts.flatMap((fact): readonly RpoPart[] => {
    if (fact.kind !== 'targetFixed' || fact.target.margin === undefined) return [];
    const { sessions, widest, unreadMs } = fact.target.margin;
    const service = steps.find(({ name }) => name === fact.step)?.service;
    if (service === undefined) return [];
    const unread = unreadMs === undefined ? '' : `; last read ${took(unreadMs)} before`;
    const says = `${widest} numbers passed over, at the most, in ${counted(sessions, 'session')}${unread}`;
    return [{ service, is: 'numbers', at: fact.at, numbers: widest, says }];
  });
}
