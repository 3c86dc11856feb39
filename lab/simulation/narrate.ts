/** A story as lines for a person: what was in store, what was written, what was broken. */

import type { Fact } from '../../core/fact.ts';
import type { Watch } from '../../core/watch.ts';
import { lineOf } from '../scenarios/lines.ts';
import { type HouseScript, type Script, scriptOf } from './script.ts';
import type { Told } from './story.ts';

export function narrate(told: Told, watch: Watch): string {
  return `${storeOf(scriptOf(told.seed, watch))}\n${courseOf(told)}`;
}

/** What was written, and how it ended. */
export function courseOf({ seed, facts, troubles, breach, began }: Told): string {
  const lines = facts.map((fact) => `  ${clockOf(fact.at - began)} ${wordsOf(fact)}`);
  const ending =
    breach === undefined
      ? ['every promise was kept']
      : [
          `broken: ${breach.promise}`,
          `  ${breach.why}`,
          `again: npm run simulate -- --seed ${seed}`,
        ];
  return [...lines, ...sample(troubles), ...ending].join('\n');
}

/** What a script has in store, in full: with it and the seed a story can be told again. */
export function storeOf({ seed, houses, rates, breaks, brake, people, healedMs }: Script): string {
  const befalls = Object.entries(rates).filter(([what]) => !what.endsWith('Ms'));
  return [
    `seed ${seed}: ${houses.map(houseOf).join(' | ')}`,
    `  rates: ${befalls.map(([what, share]) => `${what} ${share}`).join(', ')}`,
    `  people: ${JSON.stringify(people)}`,
    ...breaks.map(({ atMs, untilMs, place, fault }) => {
      const until = untilMs === undefined ? 'the end' : clockOf(untilMs);
      return `  ${clockOf(atMs)} to ${until}: ${place} ${JSON.stringify(fault)}`;
    }),
    ...(brake
      ? [`  ${clockOf(brake.atMs)} to ${clockOf(brake.untilMs)}: kill switch on, by ${brake.by}`]
      : []),
    `  ${clockOf(healedMs)} all is healed`,
  ].join('\n');
}

function houseOf({ vantages, skewMs }: HouseScript): string {
  return `${vantages.join('+')}${skewMs === 0 ? '' : ` (${skewMs} ms off)`}`;
}

function wordsOf(fact: Fact): string {
  const who = 'run' in fact ? ` (${fact.run})` : '';
  const why = 'why' in fact && fact.kind.startsWith('step') ? `: ${String(fact.why)}` : '';
  return `${lineOf(fact) ?? fact.kind}${why}${who}`;
}

const troublesMax = 12;

function sample(troubles: readonly string[]): readonly string[] {
  const told = troubles.slice(-troublesMax).map((trouble) => `  trouble: ${trouble}`);
  return troubles.length > troublesMax
    ? [`  … of ${troubles.length} troubles, the last:`, ...told]
    : told;
}

function clockOf(ms: number): string {
  const seconds = (ms / 1_000).toFixed(1);
  return `${seconds.padStart(6)} s`;
}
