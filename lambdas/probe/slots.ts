/** Which rounds a tick calls for, and when a round has come too late. */

import type { Instant, WatchName } from '../../core/names.ts';
import { later } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { slotAfter } from './probe.ts';

/** What stands in the queue: one round of one watch, by its absolute slot. */
export interface DueSlot {
  readonly watch: WatchName;
  readonly slot: Instant;
}

type Paced = Pick<Watch, 'name'> & { readonly policy: Pick<Watch['policy'], 'roundMs'> };

const minuteMs = 60_000;

/**
 * The slots of the minute that begins one minute after the tick was due. A scheduler may bring it up to
 * a minute late (EventBridge Scheduler, schedule types: 60 s of precision), and then often over the end
 * of a minute of the clock; what ticks are due at is exactly a minute apart. So each slot belongs to one.
 */
export function slotsAhead(watches: readonly Paced[], due: Instant): readonly DueSlot[] {
  const from = later(due, minuteMs);
  const to = later(from, minuteMs);
  return watches
    .flatMap(({ name, policy }) =>
      slotsIn(from, to, policy.roundMs).map((slot) => ({ watch: name, slot })),
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
