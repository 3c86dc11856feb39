/** A journal that tells every fact it keeps of one watch to one listener. */

import type { Fact } from '../core/fact.ts';
import type { WatchName } from '../core/names.ts';
import type { Journal } from '../core/ports.ts';

export function hearing(
  journal: Journal,
  watch: WatchName,
  listener: (fact: Fact) => void,
): Journal {
  return {
    ...journal,
    append: async (name, head, facts) => {
      const kept = await journal.append(name, head, facts);
      if (kept === 'kept' && name === watch) facts.forEach(listener);
      return kept;
    },
  };
}
