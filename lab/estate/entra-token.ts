/** The tokens of the lab's Entra: made here, told apart here, and opaque to everybody else. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type Caller, Denied } from '../world/azure.ts';

export interface Tokens {
  /** `audience`: the resource it is good for, e.g. `https://management.azure.com`. */
  issue(caller: Caller, audience: string): { readonly token: string; readonly seconds: number };
  /** Throws `Denied(401)` for a token that is not ours, is over, or is for something else. */
  callerFor(audience: string): (token: string) => Caller;
}

const claims = z.object({ aud: z.string(), appid: z.string(), exp: z.number() });

/** `now`: milliseconds since the epoch. */
export function createTokens(tenant: string, now: () => number, seconds = 3_600): Tokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();

  function verified(token: string): z.infer<typeof claims> | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = sign(`${header}.${payload}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  }

  return {
    issue(caller, audience) {
      const at = Math.floor(now() / 1000);
      const iss = `https://sts.windows.net/${tenant}/`;
      const times = { iat: at, nbf: at, exp: at + seconds };
      const payload = { aud: plain(audience), iss, tid: tenant, appid: caller, ...times };
      const body = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(payload)}`;
      return { token: `${body}.${sign(body).toString('base64url')}`, seconds };
    },
    callerFor: (audience) => (token) => {
      const found = verified(token);
      if (found === undefined) throw invalid('The access token is invalid.');
      if (found.exp * 1000 <= now())
        throw invalid('The access token expiry is in the past.', 'Expired');
      if (found.aud === plain(audience)) return found.appid;
      throw invalid(`The access token is for '${found.aud}'.`, 'InvalidAudience');
    },
  };
}

function invalid(text: string, why = 'Invalid'): Denied {
  const code = why === 'Expired' ? 'ExpiredAuthenticationToken' : 'InvalidAuthenticationToken';
  return new Denied(401, why === 'InvalidAudience' ? `${code}Audience` : code, text);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function plain(audience: string): string {
  return audience.replace(/\/+$/, '');
}
