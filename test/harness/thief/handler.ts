/** Runs in a function's place and tries, with whatever that function has, to change Azure. */

import { stsAt } from '../../../adapters/aws/sts.ts';
import { webIdentity } from '../../../adapters/aws/web-identity.ts';
import { wallClock } from '../../../adapters/local/clock.ts';
import { wordsOf } from '../../../core/trouble.ts';

export interface Loot {
  readonly tenant: string;
  readonly clients: readonly string[];
  /** What to ask of ARM. */
  readonly writes: readonly { readonly method: string; readonly path: string }[];
}

export interface Spoils {
  /** Whether AWS vouched for us; else why not. */
  readonly vouched: string;
  /** By client: the status of Entra, and of ARM for each write. */
  readonly tries: readonly {
    readonly client: string;
    readonly token: number;
    readonly writes: readonly number[];
  }[];
}

const region = process.env['AWS_REGION'] ?? '';

export const handler = async ({ tenant, clients, writes }: Loot): Promise<Spoils> => {
  const identity = webIdentity({ client: stsAt({ region }), clock: wallClock });
  const [assertion, vouched] = await identity().then(
    (token) => [token, 'yes'] as const,
    (error: unknown) => ['e30.e30.e30', wordsOf(error)] as const,
  );
  const tries = clients.map(async (client) => {
    const { status, token } = await tokenFor(tenant, client, assertion);
    const made = writes.map(async ({ method, path }) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const body = method === 'POST' ? {} : { body: '{}' };
      const asked = { method, headers, ...body };
      return (await fetch(`https://management.azure.com${path}?api-version=x`, asked)).status;
    });
    return { client, token: status, writes: await Promise.all(made) };
  });
  return { vouched, tries: await Promise.all(tries) };
};

async function tokenFor(tenant: string, client: string, assertion: string) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: 'https://management.azure.com/.default',
  });
  const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
  const answer = await fetch(url, { method: 'POST', body: form });
  const { access_token: token = 'none' } = Object(await answer.json());
  return { status: answer.status, token };
}
