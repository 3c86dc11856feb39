/** The same turn for every watch, side by side: what stops one of them does not stop the others. */

import { logTrouble } from '../../adapters/aws/log.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';

/** Rejects after all have ended, naming every watch that failed; `told` heard of each by then. */
export async function each(
  watches: readonly Watch[],
  turn: (watch: Watch) => Promise<unknown>,
  told: (watch: string, error: unknown) => void = logTrouble,
): Promise<void> {
  const ends = await Promise.allSettled(watches.map((watch) => turn(watch)));
  const failed = ends.flatMap((end, at) =>
    end.status === 'rejected' ? [{ name: watches[at]?.name ?? '', error: end.reason }] : [],
  );
  for (const { name, error } of failed) told(name, error);
  if (failed.length === 0) return;
  throw new Trouble('watches-failed', {
    message: failed.map(({ name, error }) => `${name}: ${wordsOf(error)}`).join('; '),
    next: 'Each line above says what to do. The other watches went on.',
  });
}
