/** Hears every fact as it is kept in the journal's table, whoever wrote it. */

import { isKnown } from '../../adapters/journal-entry.ts';
import type { Estate } from '../../config/estate.ts';
import type { Fact } from '../../core/fact.ts';
import type { Call } from '../aws/door.ts';
import { textAt } from './data.ts';
import type { Table } from './deployed.ts';

export interface Heard {
  /** Of a watch, the first of the file by default; without those of a kind that is not known here. */
  facts(watch?: string): readonly Fact[];
  onFact(listener: (fact: Fact) => void): void;
  /** How many looks of a vantage were recorded. */
  looks(vantage: string): number;
  written(table: Table, call: Call): void;
}

export function heardFacts({ watches }: Estate, first: (fact: Fact) => void = () => {}): Heard {
  const [main] = watches;
  const facts = new Map<string, Fact[]>(watches.map(({ name }) => [name, []]));
  const listeners = [first];
  const looks: string[] = [];
  return {
    looks: (vantage) => looks.filter((one) => one === vantage).length,
    facts: (watch = main?.name ?? '') => facts.get(watch) ?? [],
    onFact: (listener) => void listeners.push(listener),
    written({ name }, { input }) {
      if (name.endsWith('-sightings')) {
        // `<slot>#<vantage>#<pass>`
        looks.push(textAt(input, 'Item', 'look', 'S')?.split('#')[1] ?? '');
      }
      if (!name.endsWith('-journal')) return;
      const watch = textAt(input, 'Item', 'watch', 'S') ?? '';
      const written: readonly Fact[] = JSON.parse(textAt(input, 'Item', 'facts', 'S') ?? '[]');
      const known = written.filter(isKnown);
      facts.get(watch)?.push(...known);
      if (watch !== main?.name) return;
      for (const fact of known) for (const tell of listeners) tell(fact);
    },
  };
}
