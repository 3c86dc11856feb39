/** Our name at Entra: the credential that gets tokens, and the check that Entra gives any. */

import { ClientSecretCredential, type TokenCredential } from '@azure/identity';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import type { Http, HttpAnswer, Identity } from '../../core/net.ts';
import { wordsOf } from '../../core/trouble.ts';
import { TimedOut, within } from '../local/within.ts';
import { authority, boundedOptions, inOurWords, type LoginMeans } from './token.ts';

/** What a token for ARM is asked for by. */
export const armScope = 'https://management.azure.com/.default';

export interface Login {
  readonly tenant: string;
  readonly client: string;
  readonly secret: string;
}

/** Proves who we are by a secret that Entra gave us. */
export function credentialOf(
  { tenant, client, secret }: Login,
  means: LoginMeans = {},
): TokenCredential {
  return inOurWords(new ClientSecretCredential(tenant, client, secret, boundedOptions(means)));
}

/**
 * `login` makes a credential that remembers nothing, so that the token it gets is a fresh one:
 * a remembered token would hide an outage for as long as it lives.
 */
export function identityOf({
  http,
  tenant,
  authorityHost = authority,
  login,
}: {
  readonly http: Http;
  readonly tenant: string;
  readonly authorityHost?: string;
  readonly login?: () => TokenCredential;
}): Identity {
  const url = `${authorityHost}/${tenant}/v2.0/.well-known/openid-configuration`;
  return {
    async check(signal) {
      const metadata = await http.fetch({ url, method: 'GET', signal });
      if (metadata.status !== 200) throw metadataFailure(metadata);
      const { phases } = metadata;
      if (login === undefined) return { phases, token: 'none' };
      await freshToken(login(), signal, phases);
      return { phases, token: 'fresh' };
    },
  };
}

function metadataFailure({ status, phases }: HttpAnswer): Error {
  if (status < 400 || status >= 500) return new Unreachable('answer', `status ${status}`, phases);
  const why = status === 429 ? 'Entra throttles us' : 'Entra does not know our tenant';
  const message = `${why}: status ${status}`;
  return new Refusal({ message, sent: 'no', status });
}

/** Here Entra is what was asked, so its silence is not something in between. */
async function freshToken(
  credential: TokenCredential,
  signal: AbortSignal,
  phases: HttpAnswer['phases'],
): Promise<void> {
  try {
    await within(signal, credential.getToken(armScope, { abortSignal: signal }));
  } catch (error) {
    if (!(error instanceof Between || error instanceof TimedOut)) throw error;
    throw new Unreachable('answer', `the metadata answers; ${wordsOf(error)}`, phases);
  }
}
