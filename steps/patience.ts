/** Asks Azure again after the rest that it asked for, as long as the claim lasts. */

import type { AzureReader } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';

/** ARM's 429 without a Retry-After is rare; its documents ask for "a few seconds" then. */
const restMsDefault = 5_000;
/** A Retry-After of zero must not become a busy loop. */
const restMsMin = 250;

export type Patiently = <T>(ask: () => Promise<T>) => Promise<T>;

/** All who ask through one patience rest together: Azure throttles the caller, not the call. */
export function patienceWith(azure: AzureReader, signal: AbortSignal): Patiently {
  let rest: Promise<void> | undefined;

  function takeRest(ms: number): Promise<void> {
    rest ??= azure.pause(Math.max(ms, restMsMin), signal).finally(() => {
      rest = undefined;
    });
    return rest;
  }

  return async (ask) => {
    for (;;) {
      await rest;
      if (signal.aborted) {
        throw new Refusal({ message: 'not asked: the time of this claim is over', sent: 'no' });
      }
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 429) throw error;
        await takeRest(error.retryAfterMs ?? restMsDefault);
      }
    }
  };
}
