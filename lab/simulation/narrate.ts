/** A story as lines for a person: what was in store, what was written, what was broken. */

import type { Fact } from '../../core/fact.ts';
import { lineOf } from '../scenarios/lines.ts';
import type { Meddle } from './meddling.ts';
import type { HouseScript, Script } from './script.ts';
import type { Told } from './story.ts';

export function narrate(told: Told): string {
  return `${storeOf(told.script)}\n${courseOf(told)}`;
}

/** What was written, and how it ended. */
export function courseOf({ again, facts, troubles, breach, began, exposures }: Told): string {
  const lines = facts.map((fact) => `  ${clockOf(fact.at - began)} ${wordsOf(fact)}`);
  const ending =
    breach === undefined
      ? ['every promise was kept']
      : [`broken: ${breach.promise}`, `  ${breach.why}`, `again: npm run simulate -- ${again}`];
  const twice = exposures.map(({ service, cause, from, until, endedBy }) => {
    const span = `${clockOf(from - began)} to ${clockOf(until - began)}`;
    return `  ${span} ${service} on both sides by ${cause}, ended by ${endedBy}`;
  });
  return [...lines, ...twice, ...sample(troubles), ...ending].join('\n');
}

/** What a script has in store, in full: with it and the seed a story can be told again. */
export function storeOf(script: Script): string {
  const { seed, houses, rates, breaks, brake, people, healedMs, meddling } = script;
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
    ...meddling.map((one) => `  ${meddleOf(one)}`),
    `  ${clockOf(healedMs)} all is healed`,
  ].join('\n');
}

function meddleOf({ does, sides, after, ms }: Meddle): string {
  const when = after === undefined ? clockOf(ms) : `${ms} ms after the ${after.nth}. ${after.fact}`;
  return `${when}: others ${does} in ${sides.join(' and ')}`;
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
