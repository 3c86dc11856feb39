/** Tokens of Entra: asked for when none is at hand, good for a while, whatever Entra does then. */

import type { Clock } from '../../../core/ports.ts';
import type { Means } from './means.ts';

export interface Tokens {
  /** Why there is none, or undefined when there is one. `sas` needs none. */
  get(signal: AbortSignal, auth: 'entra' | 'sas'): Promise<string | undefined>;
  /** Of the token in hand. */
  ageMs(): number;
}

/** `tokenMs`: how long a token is used; 0 asks Entra every time. `timeoutMs`: for one asking. */
export function tokensOf(
  { world, clock, network }: Means,
  { tokenMs, timeoutMs }: { readonly tokenMs: number; readonly timeoutMs: number },
): Tokens {
  let until = clock.now() as number;
  let gotAt = until;
  return {
    async get(signal, auth) {
      if (auth === 'sas' || clock.now() < until) return undefined;
      const treatment = world.faults.treat(['entra', network]);
      if (treatment.is === 'served') {
        if (treatment.delayMs > 0) await clock.sleep(treatment.delayMs, signal);
        if (signal.aborted) return 'cut short while waiting for Entra';
        gotAt = clock.now();
        until = gotAt + tokenMs;
        return undefined;
      }
      if (treatment.is === 'status') return `Entra did not answer: status ${treatment.status}`;
      if (treatment.is !== 'silent') return 'Entra did not answer';
      return silence(clock, timeoutMs, signal, 'Entra');
    },
    ageMs: () => clock.now() - gotAt,
  };
}

/** Waits for what never comes; the words say who gave up. */
export async function silence(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  who: 'Entra' | 'ARM' | 'Route 53',
): Promise<string> {
  await clock.sleep(timeoutMs, signal);
  if (signal.aborted) return `cut short while waiting for ${who}`;
  return `${who} did not answer within ${timeoutMs} ms`;
}
