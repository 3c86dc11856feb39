/** Stands where a kind had a hand that this function never calls: see infra/hands.ts. */

import { Trouble } from '../../core/trouble.ts';

/** `what`: the hand and its file. Rejects, as the hand itself would. */
export function leftOut(what: string): () => Promise<never> {
  return async () => {
    throw new Trouble('hand-left-out', {
      message: `Cannot call ${what} because this function was bundled without it`,
      next: 'Name the hand among those that the function calls, in infra/bundle.ts, and deploy it again.',
    });
  };
}
