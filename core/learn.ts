/** The one way to write: takes in news, decides what it means, and keeps the facts. */

import { factsOf } from './chronicle.ts';
import { decideAll, type Rulebook } from './decide.ts';
import { evolve, replay } from './evolve.ts';
import type { Fact } from './fact.ts';
import type { Incident } from './incident.ts';
import type { Clock, Journal } from './ports.ts';
import type { Signal } from './signal.ts';
import { Trouble } from './trouble.ts';

export interface LearnWorld {
  readonly clock: Clock;
  readonly journal: Journal;
}

export interface Learned {
  readonly incident: Incident;
  /** What was written; empty for an echo. */
  readonly facts: readonly Fact[];
}

/** Rivals are few (judges, a click, a drive); losing more often means that the journal is broken. */
const racesMax = 16;

export async function learn(
  signals: readonly Signal[],
  rules: Rulebook,
  { clock, journal }: LearnWorld,
): Promise<Learned> {
  const { name } = rules.watch;
  for (let race = 0; race < racesMax; race += 1) {
    const { entries, head } = await journal.read(name);
    const known = replay(factsOf(entries));
    const facts = decideAll(known, signals, rules, clock.now());
    if (facts.length === 0) return { incident: known, facts };
    const kept = await journal.append(name, head, facts);
    if (kept === 'kept') return { incident: facts.reduce(evolve, known), facts };
  }
  throw new Trouble('journal-contended', {
    message: `Cannot keep what was learnt about ${name}: lost ${racesMax} races`,
    next: 'Check that only one farwatch writes this journal.',
  });
}
