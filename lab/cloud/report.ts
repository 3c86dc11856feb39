/** What a story in the deployed functions came to, as plain data: for costs, and for comparing runs. */

import type { Fact } from '../../core/fact.ts';
import type { Counts } from './calls.ts';
import type { Cloud } from './cloud.ts';

export interface FunctionReport {
  /** By who woke it: `schedule`, `stream`, `queue`, `api`. */
  readonly invocations: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Times as they are billed, in ms, sorted; starts of new environments not counted in. */
  readonly ms: readonly number[];
  /** How many environments were started. */
  readonly cold: number;
}

export interface CloudReport {
  /** How long schedules, streams and queues were heard, in ms. */
  readonly openMs: number;
  /** By function, then by service and operation: `{ judge: { 'dynamodb Query': 12 } }`. */
  readonly calls: Counts;
  readonly functions: Readonly<Record<string, FunctionReport>>;
  /** How often the dead man's switch heard that all is alive. */
  readonly pings: number;
  readonly pages: number;
  readonly facts: readonly Fact[];
}

export function reportOf(cloud: Cloud, openMs: number): CloudReport {
  const groups = Map.groupBy(cloud.fleet.invocations, ({ fn }) => fn);
  const functions = [...groups].map(([fn, all]): readonly [string, FunctionReport] => {
    const by = [...Map.groupBy(all, (one) => one.by)].map(([who, some]) => [who, some.length]);
    return [
      fn,
      {
        invocations: Object.fromEntries(by),
        failed: all.filter(({ end }) => end.is !== 'returned').length,
        ms: all.map(({ end }) => Math.round(end.ms)).toSorted((a, b) => a - b),
        cold: all.filter(({ end }) => end.cold).length,
      },
    ];
  });
  return {
    openMs,
    calls: cloud.calls.counts(),
    functions: Object.fromEntries(functions),
    pings: cloud.outside.pings(),
    pages: cloud.aws.sns.notices().length,
    facts: cloud.facts(),
  };
}
