/** The mark that a function leaves when it has done its turn, so that its silence is noticed. */

import type { Instant } from '../../core/names.ts';
import type { Clock, Memory } from '../../core/ports.ts';

/** Whose silence would leave an outage unnoticed, unmoved or untold. */
export type Beating = 'judge' | 'tell' | 'failover';

/** Much longer than any silence that is still borne, so that its length can be told. */
const keptMs = 7 * 86_400_000;

interface Marks {
  readonly memory: Memory;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * To be called at the end of a turn that did all it had to, for every watch: for `tell`, when nothing
 * is left to tell. A turn that threw leaves none.
 */
export async function alive(beating: Beating, { memory, clock }: Marks): Promise<void> {
  await memory.put(keyOf(beating), String(clock.now()), keptMs);
}

/** When it last did; undefined when it never did, or what was left cannot be read. */
export async function lastAlive(
  beating: Beating,
  memory: Pick<Memory, 'get'>,
): Promise<Instant | undefined> {
  const at = Number((await memory.get(keyOf(beating))) ?? Number.NaN);
  return Number.isFinite(at) ? (at as Instant) : undefined;
}

function keyOf(beating: Beating): string {
  return `alive/${beating}`;
}
