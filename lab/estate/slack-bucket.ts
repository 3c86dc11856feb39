/** How often each method may be called, in Slack's manner: a burst, then about one a second. */

import type { Instant } from '../../core/names.ts';

/** A channel takes about one message a second, and forgives a burst. */
const burst = 30;
const perSecond = 1;

/** Seconds to wait for a method; 0 when it may go on. */
export function bucketOf(clock: { now(): Instant }): (method: string) => number {
  const left = new Map<string, { readonly tokens: number; readonly at: number }>();
  return (method) => {
    const now = clock.now();
    const { tokens, at } = left.get(method) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + ((now - at) / 1_000) * perSecond);
    const taken = filled >= 1;
    left.set(method, { tokens: taken ? filled - 1 : filled, at: now });
    return taken ? 0 : Math.max(1, Math.ceil((1 - filled) / perSecond));
  };
}
