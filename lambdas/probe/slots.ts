/** Which rounds the next minute holds, when each is due, and when a round has come too late. */

import type { Instant, WatchName } from '../../core/names.ts';
import { later } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { slotAfter } from './probe.ts';

/** What stands in the queue: one round of one watch, by its absolute slot. */
export interface DueSlot {
  readonly watch: WatchName;
  readonly slot: Instant;
}

export interface DelayedSlot extends DueSlot {
  /** Whole seconds, as a queue counts them; never so few that the round would come early. */
  readonly delaySeconds: number;
}

type Paced = Pick<Watch, 'name'> & { readonly policy: Pick<Watch['policy'], 'roundMs'> };

const minuteMs = 60_000;

/**
 * The slots of the minute after the one that `at` lies in. A scheduler may tick anywhere within its
 * minute: whenever it does, each slot belongs to exactly one tick, and lies at most two minutes ahead.
 */
export function slotsAhead(watches: readonly Paced[], at: Instant): readonly DelayedSlot[] {
  const from = later(at, minuteMs - (at % minuteMs));
  const to = later(from, minuteMs);
  return watches
    .flatMap(({ name, policy }) =>
      slotsIn(from, to, policy.roundMs).map((slot) => ({
        watch: name,
        slot,
        delaySeconds: Math.ceil((slot - at) / 1_000),
      })),
    )
    .toSorted((a, b) => a.slot - b.slot);
}

function slotsIn(from: Instant, to: Instant, roundMs: number): readonly Instant[] {
  const slots: Instant[] = [];
  for (let slot = slotAfter(later(from, -1), roundMs); slot < to; slot = later(slot, roundMs)) {
    slots.push(slot);
  }
  return slots;
}

/** A round that late would be seen beside the next one, as if the estate had been asked twice. */
export function isTooOld(slot: Instant, roundMs: number, at: Instant): boolean {
  return at - slot > roundMs / 2;
}
