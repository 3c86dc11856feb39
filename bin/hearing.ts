/** A journal that tells every fact it keeps to one listener. */

import type { Fact } from '../core/fact.ts';
import type { Journal } from '../core/ports.ts';

export function hearing(journal: Journal, listener: (fact: Fact) => void): Journal {
  return {
    read: (watch) => journal.read(watch),
    append: async (watch, head, facts) => {
      const kept = await journal.append(watch, head, facts);
      if (kept === 'kept') facts.forEach(listener);
      return kept;
    },
  };
}
