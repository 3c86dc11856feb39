/** Our name at Entra without a secret: a token that AWS signed proves who we are. */

import { ClientAssertionCredential, type TokenCredential } from '@azure/identity';
import { boundedOptions, inOurWords, type LoginMeans } from './token.ts';

export interface AssertedLogin {
  readonly tenant: string;
  /** The app registration whose federated credential names our role. */
  readonly client: string;
  /**
   * The token of AWS. It is asked for twice in each exchange and even when Entra's own token is
   * still remembered, so it must remember for itself: `webIdentity` does.
   */
  readonly assertion: () => Promise<string>;
}

/**
 * Rejects with `Refusal` when Entra says no to us (AADSTS70021 for some minutes after a federated
 * credential was made), with `Between` when it does not answer, and with the `Trouble` of AWS when
 * that gave no token.
 */
export function assertionCredential(
  { tenant, client, assertion }: AssertedLogin,
  means: LoginMeans = {},
): TokenCredential {
  // MSAL words a failing assertion as its own failure; AWS's own words are kept aside.
  let failed: unknown;
  const proof = async () => {
    try {
      const token = await assertion();
      failed = undefined;
      return token;
    } catch (error) {
      failed = error;
      throw error;
    }
  };
  const options = boundedOptions(means);
  const inner = new ClientAssertionCredential(tenant, client, proof, options);
  return inOurWords({
    async getToken(scopes, asked) {
      try {
        return await inner.getToken(scopes, asked);
      } catch (error) {
        throw failed ?? error;
      }
    },
  });
}
