/** The notice of a watch that has no outage: what a person should know all the same. */

import type { Card } from '../card.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { Incident } from '../incident.ts';
import type { Watch } from '../watch.ts';
import { counted, utc } from './words.ts';

/** `undefined` when nothing stands and nothing has ended. */
export function noticeOf(
  incident: Incident,
  watch: Watch,
  facts: readonly Fact[],
): Card | undefined {
  const standing = incident.conditions;
  const ended = endedIn(facts);
  if (standing.length === 0 && ended.length === 0) return undefined;
  const [only] = standing;
  const many = counted(standing.length, 'thing');
  const headline =
    only === undefined
      ? `${watch.name}: nothing is the matter any more`
      : standing.length === 1
        ? `${watch.name}: ${only.text}`
        : `${watch.name}: ${many} you should know`;
  return {
    headline,
    tone: only === undefined ? 'calm' : 'news',
    watch: watch.name,
    incident: incident.number,
    evidence: standing.map(({ key, text }) => `${text}${since(facts, key)}`),
    layers: [],
    notes: ended,
    choices: [],
    progress: [],
    orders: [],
  };
}

function since(facts: readonly Fact[], key: string): string {
  const fact = facts.findLast((f) => f.kind === 'noticed' && f.condition.key === key);
  return fact === undefined ? '' : `, since ${utc(fact.at)}`;
}

/** How many of the past are worth a line. */
const endedMax = 5;

function endedIn(facts: readonly Fact[]): readonly string[] {
  return facts
    .flatMap((fact, index) => {
      if (fact.kind !== 'ceased') return [];
      const before = facts.slice(0, index);
      const begun = before.findLast(
        (f): f is FactOf<'noticed'> => f.kind === 'noticed' && f.condition.key === fact.key,
      );
      if (begun === undefined) return [];
      return [`Over, ${utc(begun.at)} to ${utc(fact.at)}: ${begun.condition.text}`];
    })
    .slice(-endedMax);
}
