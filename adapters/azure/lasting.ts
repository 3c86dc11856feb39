/** Keeps a token for as long as it lives: through an outage of Entra, or of whoever vouches for us. */

import type { AccessToken, TokenCredential } from '@azure/identity';
import { Between, Refusal } from '../../core/kinds.ts';
import type { Clock } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';

export interface Lasting extends TokenCredential {
  /** Milliseconds since the token in hand for `scopes` was got; undefined while there is none. */
  ageMs(scopes: string): number | undefined;
}

/** What is known of the tokens for one audience: those for ARM are no use at Service Bus. */
interface Audience {
  held?: { readonly token: AccessToken; readonly gotAt: number };
  renewal?: Promise<AccessToken | null> | undefined;
  triedAt: number;
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
  const audiences = new Map<string, Audience>();

  function audienceOf(scopes: string | string[]): Audience {
    const known = audiences.get(String(scopes)) ?? { triedAt: Number.NEGATIVE_INFINITY };
    audiences.set(String(scopes), known);
    return known;
  }

  const fresh: TokenCredential['getToken'] = async (scopes, options) => {
    const token = await login().getToken(scopes, options);
    if (token !== null) audienceOf(scopes).held = { token, gotAt: clock.now() };
    return token;
  };

  function renewAside(scopes: string | string[]): void {
    const audience = audienceOf(scopes);
    if (audience.renewal !== undefined || clock.now() < audience.triedAt + retryMs) return;
    audience.triedAt = clock.now();
    audience.renewal = fresh(scopes)
      .catch((error: unknown) => {
        if (isAnswer(error)) return null;
        throw error;
      })
      .finally(() => {
        audience.renewal = undefined;
      });
  }

  return {
    async getToken(scopes, options) {
      const { held } = audienceOf(scopes);
      const lives = held !== undefined && clock.now() < held.token.expiresOnTimestamp - spareMs;
      // A challenge of continuous access evaluation asks for another token, not for the one we have.
      if (!lives || options?.claims !== undefined) return await fresh(scopes, options);
      const half = held.gotAt + (held.token.expiresOnTimestamp - held.gotAt) / 2;
      if (clock.now() >= half) renewAside(scopes);
      // The SDK's own memory of tokens comes back to us from then on.
      return { ...held.token, refreshAfterTimestamp: half };
    },
    ageMs(scopes) {
      const { held } = audienceOf(scopes);
      return held === undefined ? undefined : clock.now() - held.gotAt;
    },
  };
}

/** That there is no new token now is told by the age of the old one; a bug is not. */
function isAnswer(error: unknown): boolean {
  return error instanceof Refusal || error instanceof Between || error instanceof Trouble;
}
