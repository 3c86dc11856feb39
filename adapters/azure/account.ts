/** Our two names at Azure, and what each may do: one only looks, the other moves what a plan moves. */

import type { TokenCredential } from '@azure/identity';
import type { Azure } from '../../core/azure.ts';
import type { Net } from '../../core/net.ts';
import { wallClock } from '../local/clock.ts';
import type { Dial } from '../local/dial.ts';
import type { Secrets } from '../local/secrets.ts';
import { azureOf, azureReaderOf } from './arm.ts';
import { assertionCredential } from './assertion.ts';
import { credentialOf } from './identity.ts';
import { lasting } from './lasting.ts';
import { namesOf } from './names.ts';
import { netOf } from './net.ts';
import type { LoginMeans } from './token.ts';

/** What proves who we are: where the client secret is kept, or whoever vouches for us. */
export type Proof = Readonly<
  { client: string; secret: string } | { client: string; assertion: () => Promise<string> }
>;

/** As `farwatch.yaml` has it, where no identity is vouched for. */
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

/** What steps change, with the identity that may. Rejects when its secret is missing. */
export async function azureFor(
  { tenant, switch: mover }: Pick<Account, 'tenant' | 'switch'>,
  secrets: Secrets,
  reach: Reach = {},
): Promise<Azure> {
  const { nameServers: _nameServers, ...way } = reach;
  const { credential } = await credentialBy(mover, tenant, secrets, way);
  return azureOf({ credential, ...way, timeoutMs: armMsMax });
}

/** `login` makes a credential that remembers nothing. */
async function credentialBy(
  proof: Proof,
  tenant: string,
  secrets: Secrets,
  way: LoginMeans,
): Promise<{ readonly credential: TokenCredential; readonly login: () => TokenCredential }> {
  if ('assertion' in proof) {
    const login = () => assertionCredential({ tenant, ...proof }, way);
    return { credential: lasting(login, wallClock), login };
  }
  const { client, secret } = proof;
  const told = { tenant, client, secret: await secrets(secret) };
  return { credential: credentialOf(told, way), login: () => credentialOf(told, way) };
}
