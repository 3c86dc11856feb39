/** The stores of a house in memory, and an ear at its journal. */

import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { WatchName } from '../../core/names.ts';
import type { Journal } from '../../core/ports.ts';

export interface Ear {
  readonly journal: Journal;
  facts(): readonly Fact[];
  incident(): Promise<Incident>;
  onFact(listener: (fact: Fact) => void): void;
}

/**
 * Hears every fact of this watch that is kept in `journal` by this process. `before`: what a
 * process before this one has written; it is remembered, and not told again.
 */
export function earAt(journal: Journal, watch: WatchName, before: readonly Fact[] = []): Ear {
  const heard: Fact[] = [...before];
  const listeners: ((fact: Fact) => void)[] = [];
  return {
    journal: {
      ...journal,
      append: async (name, head, facts) => {
        const kept = await journal.append(name, head, facts);
        if (kept === 'lost' || name !== watch) return kept;
        heard.push(...facts);
        for (const fact of facts) for (const listener of listeners) listener(fact);
        return kept;
      },
    },
    facts: () => heard,
    incident: async () => replay(factsOf((await journal.read(watch)).entries)),
    onFact: (listener) => void listeners.push(listener),
  };
}
