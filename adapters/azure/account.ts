/** Our two names at Azure, and what each may do: one only looks, the other moves what a plan moves. */

import type { Azure, Net } from '../../core/ports.ts';
import type { Dial } from '../local/dial.ts';
import type { Secrets } from '../local/secrets.ts';
import { azureOf, azureReaderOf } from './arm.ts';
import { credentialOf } from './identity.ts';
import { namesOf } from './names.ts';
import { netOf } from './net.ts';

/** As `farwatch.yaml` has it; `secret` says where the client secret is kept. */
export interface Account {
  readonly tenant: string;
  readonly look: { readonly client: string; readonly secret: string };
  readonly switch: { readonly client: string; readonly secret: string };
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
  { tenant, look }: Account,
  secrets: Secrets,
  reach: Reach = {},
): Promise<Net> {
  const { nameServers, ...way } = reach;
  const login = { tenant, client: look.client, secret: await secrets(look.secret) };
  const credential = credentialOf(login, way);
  return netOf({
    tenant,
    credential,
    login: () => credentialOf(login, way),
    secrets,
    azureReader: azureReaderOf({ credential, ...way, timeoutMs: armMsMax }),
    names: namesOf({ ...way, ...(nameServers === undefined ? {} : { resolvers: nameServers }) }),
    ...way,
  });
}

/** What steps change, with the identity that may. Rejects when its secret is missing. */
export async function azureFor(
  { tenant, switch: mover }: Account,
  secrets: Secrets,
  reach: Reach = {},
): Promise<Azure> {
  const { nameServers: _nameServers, ...way } = reach;
  const login = { tenant, client: mover.client, secret: await secrets(mover.secret) };
  return azureOf({ credential: credentialOf(login, way), ...way, timeoutMs: armMsMax });
}
