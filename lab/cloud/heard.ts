/** Hears every fact as it is kept in the journal's table, whoever wrote it. */

import { storedIn } from '../../adapters/aws/journal-item.ts';
import type { Estate } from '../../config/estate.ts';
import type { Fact } from '../../core/fact.ts';
import type { Call } from '../aws/door.ts';
import { textAt } from './data.ts';
import type { Table } from './deployed.ts';

export interface Heard {
  facts(): readonly Fact[];
  onFact(listener: (fact: Fact) => void): void;
  /** How many looks of a vantage were recorded. */
  looks(vantage: string): number;
  written(table: Table, call: Call): void;
}

export function heardFacts({ watches }: Estate, first: (fact: Fact) => void = () => {}): Heard {
  const facts: Fact[] = [];
  const listeners = [first];
  const looks: string[] = [];
  return {
    looks: (vantage) => looks.filter((one) => one === vantage).length,
    facts: () => facts,
    onFact: (listener) => void listeners.push(listener),
    written({ name }, { input }) {
      if (name.endsWith('-sightings')) {
        // `<slot>#<vantage>#<pass>`
        looks.push(textAt(input, 'Item', 'look', 'S')?.split('#')[1] ?? '');
      }
      if (!name.endsWith('-journal')) return;
      const watch = watches.find((one) => one.name === textAt(input, 'Item', 'watch', 'S'));
      if (watch === undefined) return;
      const { entry } = storedIn(Object(input['Item']), watch.name);
      facts.push(...entry.facts);
      for (const fact of entry.facts) for (const tell of listeners) tell(fact);
    },
  };
}
