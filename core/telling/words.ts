/** How times, durations and lists are written for people. */

import type { Instant } from '../names.ts';

/** `02:14:05 UTC`. Absolute, so that a card need not be redrawn because time passes. */
export function utc(at: Instant): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

/** `2026-07-03 02:14:05 UTC`, for what may lie more than a night away. */
export function utcDay(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${utc(at)}`;
}

/** `0.4 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function took(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `a`, `a and b`, `a, b and c`; with `or` where one of them is enough. */
export function listed(names: readonly string[], join: 'and' | 'or' = 'and'): string {
  const last = names.at(-1);
  if (last === undefined) return 'nobody';
  const rest = names.slice(0, -1);
  return rest.length === 0 ? last : `${rest.join(', ')} ${join} ${last}`;
}

export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
