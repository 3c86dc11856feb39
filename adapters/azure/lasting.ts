/** Keeps a token for as long as it lives: through an outage of Entra, or of whoever vouches for us. */

import type { AccessToken, TokenCredential } from '@azure/identity';
import { Between, Refusal } from '../../core/kinds.ts';
import type { Clock } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';

export interface Lasting extends TokenCredential {
  /** Milliseconds since the token in hand was got; undefined while there is none. */
  ageMs(): number | undefined;
}

interface Held {
  readonly token: AccessToken;
  readonly scopes: string;
  readonly gotAt: number;
}

/** A token that would end under way is of no use. */
const spareMs = 60_000;
/** Between tries to renew a token that still lives. */
const retryMs = 30_000;

/**
 * From half of its life on a new token is asked for on the side, while the old one is still given:
 * nobody waits for an authority that hangs. Only without a living token does a failure go up.
 * `login` makes a credential that remembers nothing, or a renewal would be the old token again.
 */
export function lasting(login: () => TokenCredential, clock: Pick<Clock, 'now'>): Lasting {
  let held: Held | undefined;
  let renewal: Promise<AccessToken | null> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;

  const fresh: TokenCredential['getToken'] = async (scopes, options) => {
    const token = await login().getToken(scopes, options);
    if (token !== null) held = { token, scopes: String(scopes), gotAt: clock.now() };
    return token;
  };

  function renewAside(scopes: string | string[]): void {
    if (renewal !== undefined || clock.now() < triedAt + retryMs) return;
    triedAt = clock.now();
    renewal = fresh(scopes)
      .catch((error: unknown) => {
        if (isAnswer(error)) return null;
        throw error;
      })
      .finally(() => {
        renewal = undefined;
      });
  }

  return {
    async getToken(scopes, options) {
      const known = held;
      const lives = known !== undefined && clock.now() < known.token.expiresOnTimestamp - spareMs;
      // A challenge of continuous access evaluation asks for another token, not for the one we have.
      if (!lives || known.scopes !== String(scopes) || options?.claims !== undefined) {
        return await fresh(scopes, options);
      }
      const half = halfLife(known);
      if (clock.now() >= half) renewAside(scopes);
      // The SDK's own memory of tokens comes back to us from then on.
      return { ...known.token, refreshAfterTimestamp: half };
    },
    ageMs: () => (held === undefined ? undefined : clock.now() - held.gotAt),
  };
}

/** That there is no new token now is told by the age of the old one; a bug is not. */
function isAnswer(error: unknown): boolean {
  return error instanceof Refusal || error instanceof Between || error instanceof Trouble;
}

function halfLife({ token, gotAt }: Held): number {
  return gotAt + (token.expiresOnTimestamp - gotAt) / 2;
}
