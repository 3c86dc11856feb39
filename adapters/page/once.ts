/** Makes ringing twice ringing once, for pagers that do not tell a second ring from a first. */

import type { Memory, Pager } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';

type Word = 'ring' | 'acknowledge' | 'resolve';

/** Longer than any page takes. One whose sender died under way is sent again after this. */
const sayingMs = 30_000;
/** Longer than any question stays open. */
const saidMs = 30 * 86_400_000;

/**
 * `name` tells it from other pagers that remember in the same place.
 *
 * A question that was resolved may ring again. Better twice than never: while another hand is at it,
 * it rejects with `page-under-way`, so that whoever tells comes back and sees whether it was done.
 */
export function once(name: string, pager: Pager, memory: Memory): Pager {
  const markOf = (key: string, word: Word) => `page/${name}/${key}/${word}`;

  async function say(
    key: string,
    word: Word,
    frees: readonly Word[],
    work: () => Promise<void>,
  ): Promise<void> {
    const mark = markOf(key, word);
    if ((await memory.claim(mark, 'saying', sayingMs)) === 'taken') {
      if ((await memory.get(mark)) === 'said') return;
      throw underWay(key);
    }
    let said = false;
    try {
      await work();
      said = true;
    } finally {
      // A memory has no delete: what lives for no time is gone.
      await memory.put(mark, said ? 'said' : 'failed', said ? saidMs : 0);
    }
    for (const other of frees) await memory.put(markOf(key, other), 'over', 0);
  }

  return {
    ring: (key, text) => say(key, 'ring', ['resolve'], () => pager.ring(key, text)),
    acknowledge: (key, by) => say(key, 'acknowledge', [], () => pager.acknowledge(key, by)),
    resolve: (key) => say(key, 'resolve', ['ring', 'acknowledge'], () => pager.resolve(key)),
  };
}

function underWay(key: string): Trouble {
  return new Trouble('page-under-way', {
    message: `Cannot say yet whether somebody was paged about ${key}: another try is under way`,
    next: 'Nothing: it is tried again.',
  });
}
