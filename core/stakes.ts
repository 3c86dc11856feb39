/** What a move would lose or leave behind, as it was measured last: what an RPO is estimated from. */

import type { Instant, ServiceName, Side } from './names.ts';
import type { Readiness } from './readiness.ts';
import { known } from './readiness-notes.ts';

/** Of one service, if it were left at the moment of the measurement. */
export type Stake = Readonly<
  /** Messages that stay in the side that is left. */
  | { is: 'left'; messages: number }
  /** All that was written before then is on the other side as well. */
  | { is: 'copied'; until: Instant }
  /** The other side may be behind by so much, at the most. */
  | { is: 'behind'; mostMs: number }
>;

/** A stake as an offer keeps it, for the report of the move. */
export interface Staked {
  readonly service: ServiceName;
  /** Only where that side is left. */
  readonly from?: Side;
  /** When it was measured: its region may have been dark ever since. */
  readonly at: Instant;
  readonly stake: Stake;
}

export function stakesOf(readiness: Readiness): readonly Staked[] {
  return readiness.checks.flatMap((checked): Staked[] => {
    const { service, from } = checked;
    const { at, stake } = known(checked, readiness.at) ?? {};
    if (at === undefined || stake === undefined) return [];
    return [{ service, ...(from && { from }), at, stake }];
  });
}
