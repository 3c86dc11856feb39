/** Several pagers as one: each is told, whatever becomes of the others. */

import type { Pager } from '../../core/ports.ts';

/** Rejects with the first failure after all have been tried; those that were told ring once only. */
export function several(pagers: readonly Pager[]): Pager {
  return {
    ring: (key, text) => all(pagers, (pager) => pager.ring(key, text)),
    acknowledge: (key, by) => all(pagers, (pager) => pager.acknowledge(key, by)),
    resolve: (key) => all(pagers, (pager) => pager.resolve(key)),
  };
}

async function all(pagers: readonly Pager[], tell: (pager: Pager) => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(pagers.map(tell));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
