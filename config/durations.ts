/** Durations as people write them, `20s` or `15m`, read into milliseconds. */

import * as z from 'zod';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const wanted = 'must be a duration with its unit -> Write it like 500ms, 20s, 15m or 1h.';

/** Zero is refused: a duration of nothing switches off what it bounds. */
export const duration = z
  .string(wanted)
  .regex(/^[1-9]\d{0,5}(?:ms|s|m|h)$/, wanted)
  .transform(durationMs);

/** As above, where nothing is something: no waiting at all. */
export const durationOrNone = z
  .string(wanted)
  .regex(/^(?:0|[1-9]\d{0,5})(?:ms|s|m|h)$/, wanted)
  .transform(durationMs);

function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(count) * (unitMs[unit ?? ''] ?? Number.NaN);
}
