/** The small estate on the wire, with a clock for its effects that only the test moves. */

import { request } from 'node:https';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Instant } from '../../core/names.ts';
import { type Estate, type EstateOptions, openEstate } from '../../lab/estate/estate.ts';
import type { Origin } from '../../lab/estate/geography.ts';
import type { AzureWorld, Faults } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';

export interface SmallEstate {
  readonly world: AzureWorld;
  readonly estate: Estate;
  /** Lets the effects of what was ordered come true. */
  pass(ms: number): void;
}

export const vantage: Origin = ordersLayout.vantages[0] ?? 'operator';
export const otherVantage: Origin = ordersLayout.vantages[1] ?? 'operator';

/** Clients that cannot be told whom to trust trust whom Node does, and that is now the lab too. */
export async function openSmallEstate(
  options: EstateOptions = {},
  broken: (faults: Faults) => Faults = (faults) => faults,
): Promise<SmallEstate> {
  let at = Date.now();
  const clock = { now: () => at as Instant };
  const pace = { flowing: false };
  const azure = createAzure(ordersLayout, { clock, dice: diceOf('wire'), pace });
  const world = { ...azure, faults: broken(azure.faults) };
  const estate = await openEstate(world, options);
  setDefaultCACertificates([...getCACertificates('bundled'), estate.ca]);
  return {
    world,
    estate,
    pass(ms) {
      at += ms;
    },
  };
}

/** What a client gets its tokens by: the lab's Entra, asked over HTTPS as the real one is. */
export function entraCredential(estate: Estate, audience: string) {
  const { tenant, identities } = ordersLayout;
  const { client: client_id = '', secret: client_secret = '' } = identities[0] ?? {};
  return {
    async getToken() {
      const body = new URLSearchParams({
        ...{ client_id, client_secret, scope: `${audience}/.default` },
        grant_type: 'client_credentials',
      });
      const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
      const got = await fetchFrom(estate, url, { method: 'POST', body: String(body) });
      const { access_token: token } = JSON.parse(got.body);
      return { token: String(token), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * One HTTPS exchange on a new connection. Rejects with the code of what ended it, or `late`: whoever
 * expects silence says for how long; an answer may take the time of a busy machine.
 */
export async function fetchFrom(
  { ca, dialOf }: Estate,
  url: string,
  {
    from = vantage,
    method = 'GET',
    body = '',
    lateMs = 10_000,
  }: { from?: Origin; method?: string; body?: string; lateMs?: number } = {},
): Promise<Got> {
  const { hostname, pathname, search } = new URL(url);
  const to = await dialOf(from)(hostname, 443);
  return new Promise((resolve, reject) => {
    const headers = { host: hostname, 'content-length': Buffer.byteLength(body) };
    const asked = request({
      method,
      headers,
      path: `${pathname}${search}`,
      createConnection: () => connect({ ...to, servername: hostname, ca }),
    });
    const fail = (error: Error) => {
      reject(new Error('code' in error ? String(error.code) : error.message));
      asked.destroy();
    };
    const timer = setTimeout(() => fail(new Error('late')), lateMs);
    asked.once('close', () => clearTimeout(timer));
    asked.once('error', fail);
    asked.once('response', (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8');
      response.once('error', fail);
      response.on('data', (part: string) => parts.push(part));
      response.once('end', () => {
        const { statusCode: status = 0, headers: told } = response;
        const flat = Object.entries(told).map(([name, value]) => [name, String(value)]);
        resolve({ status, headers: Object.fromEntries(flat), body: parts.join('') });
      });
    });
    asked.end(body);
  });
}
