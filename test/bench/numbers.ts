/** The numbers a bench prints: quantiles of what was measured, in units that a person reads. */

import { availableParallelism, cpus } from 'node:os';
import { version } from 'node:process';

/** `share` 0.5 is the median, 1 the worst. NaN where nothing was measured. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** In `unit`: `ms` or `s` from milliseconds, `%` from shares. */
export function spread(values: readonly number[], unit: 'ms' | 's' | '%') {
  const scale = { ms: 1, s: 0.001, '%': 100 }[unit];
  const at = (share: number) => round(quantile(values, share) * scale);
  return {
    n: values.length,
    [`p50 ${unit}`]: at(0.5),
    [`p95 ${unit}`]: at(0.95),
    [`worst ${unit}`]: at(1),
  };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Numbers without the machine they were seen on say little. */
export function sayWhere(): void {
  const [{ model = 'unknown' } = {}] = cpus();
  console.log(`Node ${version}, ${availableParallelism()} × ${model.trim()}`);
}
