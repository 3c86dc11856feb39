/** Our name at Entra: the credential that gets tokens, and the check that Entra gives any. */

import { isNativeError } from 'node:util/types';
import { ClientSecretCredential, type TokenCredential } from '@azure/identity';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import type { Http, HttpAnswer, Identity } from '../../core/ports.ts';
import { wordsOf } from '../../core/trouble.ts';
import { agentOf, type Dial } from '../local/dial.ts';
import { trustOf } from '../local/trust.ts';
import { TimedOut, within } from '../local/within.ts';

/** The public cloud's. */
const authority = 'https://login.microsoftonline.com';
const armScope = 'https://management.azure.com/.default';
const tokenMsMax = 10_000;

/** Codes by which Entra says that it, and not the caller, is the one in trouble. */
const transient: readonly string[] = ['AADSTS90024', 'AADSTS90033', 'AADSTS90036'];

export interface Login {
  readonly tenant: string;
  readonly client: string;
  readonly secret: string;
}

export interface LoginMeans {
  readonly dial?: Dial;
  readonly ca?: string;
  readonly authorityHost?: string;
}

/**
 * A credential that ends in time even against a silent authority, and fails in our words only:
 * `Refusal` when Entra says no to us, `Between` when it does not answer.
 */
export function credentialOf(
  { tenant, client, secret }: Login,
  { dial, ca, authorityHost = authority }: LoginMeans = {},
): TokenCredential {
  const agent = agentOf({ secureContext: trustOf(ca), ...(dial === undefined ? {} : { dial }) });
  const inner = new ClientSecretCredential(tenant, client, secret, {
    authorityHost,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ position: 'perCall', policy: bounded(agent) }],
  });
  return {
    async getToken(scopes, options = {}) {
      const deadline = AbortSignal.timeout(tokenMsMax);
      const asked = options.abortSignal;
      const signal = asked instanceof AbortSignal ? AbortSignal.any([deadline, asked]) : deadline;
      try {
        return await within(signal, inner.getToken(scopes, options));
      } catch (error) {
        throw tokenFailure(error);
      }
    },
  };
}

type Policies = NonNullable<
  NonNullable<ConstructorParameters<typeof ClientSecretCredential>[3]>['additionalPolicies']
>;

/**
 * The client keeps the caller's signal to itself, so every request gets a limit of its own. Its
 * `timeout` would leave a timer behind after a failure, and would not hold for a slow body.
 */
function bounded(agent: ReturnType<typeof agentOf>): Policies[number]['policy'] {
  return {
    name: 'bounded',
    sendRequest(request, next) {
      request.abortSignal = AbortSignal.timeout(tokenMsMax);
      request.agent = agent;
      return next(request);
    },
  };
}

function tokenFailure(error: unknown): Error {
  if (error instanceof TimedOut) return new Between('Entra gave no token: timed out');
  const [told, code] = /(AADSTS\d+)[^.\r\n]{0,120}/.exec(wordsOf(error)) ?? [];
  if (told !== undefined && code !== undefined && !transient.includes(code)) {
    const message = `Entra refused our credentials: ${told}`;
    return new Refusal({ message, sent: 'no', status: 401, code });
  }
  const why = code ?? (isNativeError(error) ? error.name : typeof error);
  return new Between(`Entra gave no token: ${why}`);
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
  const message = `Entra does not know our tenant: status ${status}`;
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
