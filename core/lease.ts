/** Lets one of many do a thing that must not be done twice, and lets go of it again. */

import type { Memory } from './ports.ts';

export interface Lease {
  /** Frees the key at once: the work is over, or it failed and may be tried again. */
  release(): Promise<void>;
}

/**
 * `undefined`: somebody else holds it. A holder that dies loses it after `ms`. It keeps work from
 * being done twice, never facts apart: what may be true is decided by the journal alone.
 */
export async function lease(memory: Memory, key: string, ms: number): Promise<Lease | undefined> {
  // A memory has no delete: each release moves on to the next key.
  const turn = Number((await memory.get(`${key}/turn`)) ?? '0');
  if ((await memory.claim(`${key}/${turn}`, 'held', ms)) === 'taken') return undefined;
  return { release: () => memory.put(`${key}/turn`, String(turn + 1), turnMs) };
}

/** Longer than any lease, so that a forgotten turn can only meet leases that have ended. */
const turnMs = 86_400_000;
