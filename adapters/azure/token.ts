/** Makes any credential of ours end in time, and fail in our words only. */

import { isNativeError } from 'node:util/types';
import type { ClientSecretCredentialOptions, TokenCredential } from '@azure/identity';
import { Between, Refusal } from '../../core/kinds.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { agentOf, type Dial } from '../local/dial.ts';
import { trustOf } from '../local/trust.ts';
import { TimedOut, within } from '../local/within.ts';

/** The public cloud's. */
export const authority = 'https://login.microsoftonline.com';
const tokenMsMax = 10_000;

/** Codes by which Entra says that it, and not the caller, is the one in trouble. */
const transient: readonly string[] = ['AADSTS90024', 'AADSTS90033', 'AADSTS90036'];

export interface LoginMeans {
  readonly dial?: Dial;
  readonly ca?: string;
  readonly authorityHost?: string;
}

/** For a client of `@azure/identity`: one try, and a limit on each of its requests. */
export function boundedOptions({ dial, ca, authorityHost = authority }: LoginMeans) {
  const agent = agentOf({ secureContext: trustOf(ca), ...(dial === undefined ? {} : { dial }) });
  return {
    authorityHost,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ position: 'perCall' as const, policy: bounded(agent) }],
  };
}

/**
 * A credential that ends in time even against a silent authority: it rejects with `Refusal` when
 * Entra says no to us, with `Between` when it does not answer, and with a `Trouble` of our own.
 */
export function inOurWords(inner: TokenCredential): TokenCredential {
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

type Policies = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>;

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
  if (error instanceof Trouble) return error;
  if (error instanceof TimedOut) return new Between('Entra gave no token: timed out');
  const [told, code] = /(AADSTS\d+)[^.\r\n]{0,120}/.exec(wordsOf(error)) ?? [];
  if (told !== undefined && code !== undefined && !transient.includes(code)) {
    const message = `Entra refused our credentials: ${told}`;
    return new Refusal({ message, sent: 'no', status: 401, code });
  }
  const why = code ?? (isNativeError(error) ? error.name : typeof error);
  return new Between(`Entra gave no token: ${why}`);
}
