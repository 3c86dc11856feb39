/** A journal in memory: what it gives back went through the same bytes a real store would keep. */

import { beginning, type Entry, headOf, link } from '../../../core/chronicle.ts';
import type { WatchName } from '../../../core/names.ts';
import type { Digester, Journal } from '../../../core/ports.ts';

export interface MemoryJournal extends Journal {
  /** Every entry ever kept, of all incidents. */
  history(watch: WatchName): readonly Entry[];
}

export function memoryJournal(digest: Digester): MemoryJournal {
  const kept = new Map<WatchName, readonly Entry[]>();
  const history = (watch: WatchName) => kept.get(watch) ?? [];

  function headIn(watch: WatchName) {
    const last = history(watch).at(-1);
    return last === undefined ? beginning : headOf(last);
  }

  return {
    history,
    async read(watch) {
      const head = headIn(watch);
      const entries = history(watch).filter((entry) => entry.incident === head.incident);
      return { entries, head };
    },
    async incident(watch, number) {
      return history(watch).filter((entry) => entry.incident === number);
    },
    async append(watch, head, facts) {
      const { incident, seq, hash } = headIn(watch);
      if (incident !== head.incident || seq !== head.seq || hash !== head.hash) return 'lost';
      const entry: Entry = JSON.parse(JSON.stringify(link(watch, head, facts, digest)));
      kept.set(watch, [...history(watch), entry]);
      return 'kept';
    },
  };
}
