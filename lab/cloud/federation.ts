/** What Entra does with a token of AWS: believes it when its app trusts that very role. */

import { type KeyObject, verify } from 'node:crypto';
import type { Estate } from '../../config/estate.ts';
import { trustedRoles } from '../../deploy/names.ts';
import { numberAt, textAt } from './data.ts';

export interface Issuer {
  readonly publicKey: KeyObject;
  readonly url: string;
}

/**
 * For `openEstate`: the identity that an assertion speaks for. Its subject must be, to the letter,
 * the ARN that `farwatch azure setup` writes into a federated credential of that app.
 */
export function federationOf(
  estate: Estate,
  { account, issuer, now }: { account: string; issuer: Issuer; now: () => number },
): (client: string, assertion: string) => string | undefined {
  const { look, switch: mover } = estate.azure;
  const clients = { look: look.client, switch: mover.client } as const;
  return (client, assertion) => {
    const claims = claimsOf(assertion, issuer.publicKey);
    const good =
      textAt(claims, 'iss') === issuer.url &&
      textAt(claims, 'aud') === 'api://AzureADTokenExchange' &&
      (numberAt(claims, 'exp') ?? 0) * 1_000 > now();
    if (!good) return undefined;
    const trusted = trustedRoles(estate).find(({ identity, role }) => {
      const subject = `arn:aws:iam::${account}:role/${role}`;
      return clients[identity] === client && textAt(claims, 'sub') === subject;
    });
    return trusted?.identity;
  };
}

/** Undefined unless the key of the issuer signed it. */
function claimsOf(token: string, key: KeyObject): unknown {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signed = Buffer.from(`${header}.${payload}`);
  const genuine = verify('sha256', signed, key, Buffer.from(signature, 'base64url'));
  return genuine ? JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) : undefined;
}
