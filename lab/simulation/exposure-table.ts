/** Exposures of many stories as a distribution: for people, and as data. */

import { type Cause, causes, type Ending, type Exposure, endings } from './exposure.ts';

export interface Spread {
  readonly count: number;
  /** Seconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly endedBy: Readonly<Record<Ending, number>>;
}

/** What many exposures are kept as. */
export type Exposed = Pick<Exposure, 'cause' | 'from' | 'until' | 'endedBy'>;

export function spreadOf(exposures: readonly Exposed[]): Readonly<Record<Cause, Spread>> {
  const of = (cause: Cause): Spread => {
    const own = exposures.filter((one) => one.cause === cause);
    const seconds = own
      .map(({ from, until }) => Math.round(until - from) / 1_000)
      .toSorted((a, b) => a - b);
    const at = (share: number) => seconds[Math.ceil(share * seconds.length) - 1] ?? 0;
    const ended = (by: Ending) => own.filter(({ endedBy }) => endedBy === by).length;
    return {
      count: own.length,
      ...{ p50: at(0.5), p95: at(0.95), p99: at(0.99), max: seconds.at(-1) ?? 0 },
      endedBy: Object.fromEntries(endings.map((by) => [by, ended(by)])) as Spread['endedBy'],
    };
  };
  return Object.fromEntries(causes.map((cause) => [cause, of(cause)])) as Record<Cause, Spread>;
}

export function spreadText(exposures: readonly Exposed[]): string {
  const rows = Object.entries(spreadOf(exposures)).map(([cause, spread]) => {
    const { count, p50, p95, p99, max, endedBy } = spread;
    const ended = Object.entries(endedBy).map(([by, times]) => `${by} ${times}`);
    const seconds = [p50, p95, p99, max].map((s) => s.toFixed(1).padStart(7)).join('');
    return `  ${cause.padEnd(12)}${String(count).padStart(7)}${seconds}   ${ended.join(', ')}`;
  });
  const head = `  ${'by'.padEnd(12)}${['times', 'p50', 'p95', 'p99', 'max'].map((h) => h.padStart(7)).join('')}   ended by`;
  return [`enabled on both sides, in seconds`, head, ...rows].join('\n');
}
