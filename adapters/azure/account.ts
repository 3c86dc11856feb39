/** Our two names at Azure, and what each may do: one only looks, the other moves what a plan moves. */

import type { TokenCredential } from '@azure/identity';
import type { Azure, AzureSelf } from '../../core/azure.ts';
import type { Net } from '../../core/net.ts';
import { wallClock } from '../local/clock.ts';
import type { Dial } from '../local/dial.ts';
import type { Secrets } from '../local/secrets.ts';
import { within } from '../local/within.ts';
import { azureOf, azureReaderOf } from './arm.ts';
import { assertionCredential } from './assertion.ts';
import { certificateCredential, pairIn } from './certificate.ts';
import { armScope, credentialOf } from './identity.ts';
import { type Lasting, lasting } from './lasting.ts';
import { namesOf } from './names.ts';
import { netOf } from './net.ts';
import type { LoginMeans } from './token.ts';

/** What proves who we are: where a secret or a certificate is kept, or whoever vouches for us. */
export type Proof = Readonly<
  { client: string } & (
    | { secret: string }
    | { certificate: string }
    | { assertion: () => Promise<string> }
  )
>;

/** As whom we ask, and as whom we change. */
export interface Account {
  readonly tenant: string;
  readonly look: Proof;
  readonly switch: Proof;
}

/** How Azure is reached: directly, unless a lab stands in its place. */
export interface Reach {
  readonly dial?: Dial;
  readonly ca?: string;
  /** Whom to ask for a zone's servers and their addresses, instead of the system's resolvers. */
  readonly nameServers?: readonly string[];
}

/** One request to ARM, its token and connection included. */
const armMsMax = 10_000;

/** What probes lean on, with the identity that may only look. Rejects when its secret is missing. */
export async function netFor(
  { tenant, look }: Pick<Account, 'tenant' | 'look'>,
  secrets: Secrets,
  reach: Reach = {},
): Promise<Net> {
  const { nameServers, ...way } = reach;
  const { credential, login } = await credentialBy(look, tenant, secrets, way);
  return netOf({
    tenant,
    credential,
    login,
    secrets,
    azureReader: azureReaderOf({ credential, ...way, timeoutMs: armMsMax }),
    names: namesOf({ ...way, ...(nameServers === undefined ? {} : { resolvers: nameServers }) }),
    ...way,
  });
}

/** What steps change, with the identity that may, and what it is. Rejects when its secret is missing. */
export async function azureFor(
  { tenant, switch: mover }: Pick<Account, 'tenant' | 'switch'>,
  secrets: Secrets,
  reach: Reach = {},
): Promise<Azure & AzureSelf> {
  const { nameServers: _nameServers, ...way } = reach;
  const { credential } = await credentialBy(mover, tenant, secrets, way);
  return {
    ...azureOf({ credential, ...way, timeoutMs: armMsMax }),
    async token(signal) {
      await within(signal, credential.getToken(armScope, { abortSignal: signal }));
      return { ageMs: credential.ageMs(armScope) ?? 0 };
    },
  };
}

/** `login` makes a credential that remembers nothing. */
export async function credentialBy(
  proof: Proof,
  tenant: string,
  secrets: Secrets,
  way: LoginMeans,
): Promise<{ readonly credential: Lasting; readonly login: () => TokenCredential }> {
  const login = await loginBy(proof, tenant, secrets, way);
  return { credential: lasting(login, wallClock), login };
}

async function loginBy(
  proof: Proof,
  tenant: string,
  secrets: Secrets,
  way: LoginMeans,
): Promise<() => TokenCredential> {
  if ('assertion' in proof) return () => assertionCredential({ tenant, ...proof }, way);
  // Read again at each login: one that was changed meanwhile is the one to log in by.
  const keyed = () => keyedCredential(proof, tenant, secrets, way);
  await keyed();
  return () => ({
    getToken: async (scopes, options) => (await keyed()).getToken(scopes, options),
  });
}

async function keyedCredential(
  proof: Exclude<Proof, { assertion: unknown }>,
  tenant: string,
  secrets: Secrets,
  way: LoginMeans,
): Promise<TokenCredential> {
  const { client } = proof;
  if ('secret' in proof) {
    return credentialOf({ tenant, client, secret: await secrets(proof.secret) }, way);
  }
  const pair = pairIn(await secrets(proof.certificate), proof.certificate);
  return certificateCredential({ tenant, client, pair }, way);
}
