/** What Entra does with an assertion that an application signed itself, by a certificate it holds of it. */

import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { type Caller, Denied, type IdentityLayout } from '../world/azure.ts';

const header = z.looseObject({ 'x5t#S256': z.string() });
const claims = z.looseObject({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
});

/**
 * Whom it speaks for; undefined when no certificate made it. Throws `Denied` for one that is not
 * held of `client`, and for an assertion that is over or was made for somebody else.
 */
export function certifiedBy(
  identities: readonly IdentityLayout[],
  { audience, now }: { readonly audience: string; readonly now: number },
): (client: string, assertion: string) => Caller | undefined {
  return (client, assertion) => {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    const told = header.safeParse(partOf(head)).data;
    if (told === undefined) return undefined;
    const mine = identities.filter((identity) => identity.client === client);
    const holder = mine.find((identity) =>
      certificatesOf(identity).some(
        (held) =>
          thumbprintOf(held) === told['x5t#S256'] &&
          signedBy(held, `${head}.${payload}`, signature),
      ),
    );
    if (holder === undefined) {
      const text =
        'The certificate used to sign the client assertion is not registered on application.';
      throw new Denied(401, 'AADSTS700027', text);
    }
    const { aud, iss, sub, exp } = claims.parse(partOf(payload));
    if (aud.toLowerCase() === audience.toLowerCase() && iss === client && sub === client) {
      if (exp * 1_000 > now) return holder.name;
      throw new Denied(401, 'AADSTS700024', 'Client assertion is not within its valid time range.');
    }
    throw new Denied(401, 'AADSTS700021', 'Client assertion was not made for this endpoint.');
  };
}

function certificatesOf({ secret, more = [] }: IdentityLayout): readonly X509Certificate[] {
  return [secret, ...more]
    .filter((text) => text.includes('BEGIN CERTIFICATE'))
    .map((text) => new X509Certificate(text));
}

function thumbprintOf({ raw }: X509Certificate): string {
  return createHash('sha256').update(raw).digest('base64url');
}

/** PS256, as Microsoft's library signs since it left SHA-1. */
function signedBy({ publicKey }: X509Certificate, text: string, signature: string): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const key = { key: publicKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/** An assertion that nobody made is no JSON either. */
function partOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
