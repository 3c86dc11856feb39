/** What many stories add up to, in numbers that show whether they tried anything. */

import { type Exposed, spreadText } from './exposure-table.ts';
import type { Told } from './story.ts';

export interface Tally {
  readonly stories: number;
  readonly virtualMs: number;
  readonly faults: number;
  readonly crashes: number;
  /** Whatever a loop of a house complained of: mischief that was met. */
  readonly troubles: number;
  readonly writes: number;
  readonly facts: Readonly<Record<string, number>>;
  readonly exposed: readonly Exposed[];
}

export const nothing: Tally = {
  ...{ stories: 0, virtualMs: 0, faults: 0, crashes: 0, troubles: 0, writes: 0 },
  facts: {},
  exposed: [],
};

export function tallyOf(told: Told): Tally {
  const facts: Record<string, number> = {};
  for (const { kind } of told.facts) facts[kind] = (facts[kind] ?? 0) + 1;
  const { virtualMs, faults, deaths: crashes, troubles, writes, exposures: exposed } = told;
  const met = { faults, crashes, troubles: troubles.length, writes };
  return { stories: 1, virtualMs, ...met, facts, exposed };
}

export function together(a: Tally, b: Tally): Tally {
  const kinds = [...new Set([...Object.keys(a.facts), ...Object.keys(b.facts)])];
  return {
    stories: a.stories + b.stories,
    virtualMs: a.virtualMs + b.virtualMs,
    faults: a.faults + b.faults,
    crashes: a.crashes + b.crashes,
    troubles: a.troubles + b.troubles,
    writes: a.writes + b.writes,
    exposed: [...a.exposed, ...b.exposed],
    facts: Object.fromEntries(kinds.map((k) => [k, (a.facts[k] ?? 0) + (b.facts[k] ?? 0)])),
  };
}

export function tallyText({ facts, exposed, ...tally }: Tally, tookMs: number): string {
  const seconds = Math.max(0.001, tookMs / 1_000);
  const all = Object.values(facts).reduce((sum, n) => sum + n, 0);
  const told = Object.entries(facts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, n]) => `${kind} ${n}`);
  return [
    `${tally.stories} stories in ${seconds.toFixed(0)} s, ${(tally.stories / seconds).toFixed(1)} a second; ${(tally.virtualMs / 3_600_000).toFixed(1)} virtual hours`,
    `${tally.faults} faults set, ${tally.crashes} crashes, ${tally.troubles} failures met by the houses`,
    `${facts['approved'] ?? 0} moves begun, ${facts['proven'] ?? 0} proven, ${tally.writes} changes of Azure`,
    `${all} facts: ${told.join(', ')}`,
    ...(exposed.length === 0 ? [] : [spreadText(exposed)]),
  ].join('\n');
}
