/** Addresses of the estate's own, asked and told over HTTPS; keys go along and are told to nobody. */

import type { Address, Elsewhere } from '../core/elsewhere.ts';
import { Between, Refusal, Unreachable } from '../core/kinds.ts';
import type { Http, HttpAnswer, HttpRequest } from '../core/net.ts';
import { withSecrets } from '../core/secret.ts';
import type { Secrets } from './local/secrets.ts';

export interface AddressMeans {
  readonly http: Http;
  readonly secrets: Secrets;
  /** How long one exchange may take; absent, as long as its signal lets it. */
  readonly timeoutMs?: number;
}

export function addressesOf(means: AddressMeans): Pick<Elsewhere, 'httpGet' | 'httpSend'> {
  return {
    async httpGet(address, signal) {
      const what = `GET ${calledOf(address)}`;
      try {
        const answer = await exchange(means, address, { method: 'GET', signal });
        if (isFine(answer)) return answer.text;
        throw refused(what, answer, 'no');
      } catch (error) {
        if (error instanceof Unreachable) throw new Between(`${what}: ${error.message}`);
        throw error;
      }
    },

    async httpSend(method, address, body, signal) {
      const what = `${method} ${calledOf(address)}`;
      if (signal.aborted) {
        throw new Refusal({ message: `${what}: cut short before it was sent`, sent: 'no' });
      }
      const answer = await exchange(means, address, { method, body, signal }).catch((error) => {
        throw unanswered(what, error);
      });
      if (isFine(answer)) return;
      // What a 5xx or a 408 of its own had done by then, nobody knows.
      const unsettled = answer.status >= 500 || answer.status === 408;
      throw refused(what, answer, unsettled ? 'maybe' : 'no');
    },
  };
}

async function exchange(
  { http, secrets, timeoutMs }: AddressMeans,
  { url, headers }: Address,
  { signal, body, ...request }: Pick<HttpRequest, 'method' | 'body' | 'signal'>,
): Promise<HttpAnswer> {
  const bounds = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return await http.fetch({
    ...request,
    url,
    headers: { ...json, ...(await withSecrets(headers, secrets)) },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.any([signal, ...bounds]),
  });
}

/** What did not get as far as a request has certainly changed nothing. */
function unanswered(what: string, error: unknown): unknown {
  if (error instanceof Between) {
    return new Refusal({ message: `${what}: ${error.message}`, sent: 'no' });
  }
  if (!(error instanceof Unreachable)) return error;
  const isEarly = ['resolve', 'connect', 'secure'].includes(error.phase);
  return new Refusal({ message: `${what}: ${error.message}`, sent: isEarly ? 'no' : 'maybe' });
}

function refused(what: string, { status, headers }: HttpAnswer, sent: Refusal['sent']): Refusal {
  const seconds = Number(headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  return new Refusal({ message: `${status} to ${what}`, sent, status, retryAfterMs });
}

function isFine({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Without its query: that is where keys hide. */
function calledOf({ url }: Address): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
