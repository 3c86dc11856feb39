/** The notice of a watch that has no outage: what a person should know all the same. */

import type { Card } from '../card.ts';
import { replay } from '../evolve.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { Incident } from '../incident.ts';
import type { Watch } from '../watch.ts';
import { brakeOf, stopText } from './brake.ts';
import { counted, utc } from './words.ts';

/** `undefined` when nothing stands and nothing has ended. */
export function noticeOf(
  incident: Incident,
  watch: Watch,
  facts: readonly Fact[],
): Card | undefined {
  const { stopped } = incident;
  const standing = [
    ...(stopped === undefined ? [] : [{ key: stopped.mark, text: stopText(stopped) }]),
    ...incident.conditions,
  ];
  const past = endedIn(facts);
  if (standing.length === 0 && past.length === 0) return undefined;
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
    notes: past,
    choices: [],
    progress: [],
    orders: [],
    ...brakeOf(incident),
  };
}

function since(facts: readonly Fact[], key: string): string {
  const fact = facts.findLast((f) => f.kind === 'noticed' && f.condition.key === key);
  return fact === undefined ? '' : `, since ${utc(fact.at)}`;
}

/** How many of the past are worth a line. */
const endedMax = 5;

function endedIn(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact, at) => ended(fact, facts.slice(0, at)) ?? []).slice(-endedMax);
}

function ended(fact: Fact, before: readonly Fact[]): string | undefined {
  if (fact.kind === 'lifted') return unstopped(fact, before);
  if (fact.kind !== 'ceased') return undefined;
  const begun = before.findLast(
    (f): f is FactOf<'noticed'> => f.kind === 'noticed' && f.condition.key === fact.key,
  );
  if (begun === undefined) return undefined;
  return `Over, ${utc(begun.at)} to ${utc(fact.at)}: ${begun.condition.text}`;
}

function unstopped({ at, by, why }: FactOf<'lifted'>, before: readonly Fact[]): string {
  const { stopped } = replay(before);
  const lifted = `lifted by ${by} at ${utc(at)}: ${why}`;
  if (stopped === undefined) return `Over: a stop that was not told; ${lifted}`;
  return `Over: stopped by ${stopped.by} at ${utc(stopped.at)}: ${stopped.why}; ${lifted}`;
}
