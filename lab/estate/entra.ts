/** Entra on the wire: its metadata, and tokens for those who know a secret or are vouched for. */

import { type AzureWorld, type Caller, Denied, type HttpServed } from '../world/azure.ts';
import { json } from './arm-route.ts';
import { certifiedBy } from './entra-certificate.ts';
import { createTokens, type Tokens } from './entra-token.ts';
import type { Asked, Site } from './https.ts';

export interface EntraMeans {
  readonly world: Pick<AzureWorld, 'identify' | 'layout'>;
  readonly now: () => number;
  readonly tokenSeconds?: number;
  /** Who a federated assertion speaks for; absent, no application trusts any other issuer. */
  readonly federated?: (client: string, assertion: string) => Caller | undefined;
}

export interface Entra extends Pick<Tokens, 'callerFor'> {
  readonly site: Site;
}

/** What each of them knows tokens by: `entra.callerFor(audiences.arm)`. */
export const audiences = {
  arm: 'https://management.azure.com',
  serviceBus: 'https://servicebus.azure.net',
  storage: 'https://storage.azure.com',
} as const;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export function openEntra({ world, now, tokenSeconds, federated }: EntraMeans): Entra {
  const { tenant } = world.layout;
  const tokens = createTokens(tenant, now, tokenSeconds);

  function answer(asked: Asked): HttpServed {
    const [, told = '', ...rest] = new URL(asked.path, `https://${asked.host}`).pathname.split('/');
    if (told.toLowerCase() !== tenant.toLowerCase()) {
      throw new Denied(400, 'AADSTS90002', `Tenant '${told}' not found.`);
    }
    const path = rest.join('/').toLowerCase();
    if (path === 'v2.0/.well-known/openid-configuration') return json(200, metadata(asked, tenant));
    if (path !== 'oauth2/v2.0/token') throw new Denied(404, 'AADSTS900144', 'No such endpoint.');
    if (asked.method !== 'POST')
      throw new Denied(405, 'AADSTS900561', 'The endpoint accepts POST.');
    return grant(new URLSearchParams(asked.body), metadata(asked, tenant).token_endpoint);
  }

  function grant(form: URLSearchParams, endpoint: string): HttpServed {
    if (form.get('grant_type') !== 'client_credentials') {
      throw new Denied(400, 'AADSTS70003', 'The app requested an unsupported grant type.');
    }
    const audience = audienceOf(form.get('scope') ?? '');
    const { token, seconds } = tokens.issue(callerOf(form, endpoint), audience);
    return json(200, {
      token_type: 'Bearer',
      expires_in: seconds,
      ext_expires_in: seconds,
      access_token: token,
    });
  }

  function callerOf(form: URLSearchParams, endpoint: string): Caller {
    const client = form.get('client_id') ?? '';
    const assertion = form.get('client_assertion');
    if (assertion === null) return world.identify(client, form.get('client_secret') ?? '');
    if (form.get('client_assertion_type') === assertionType) {
      const certified = certifiedBy(world.layout.identities, { audience: endpoint, now: now() });
      const caller = certified(client, assertion) ?? federated?.(client, assertion);
      if (caller !== undefined) return caller;
    }
    const text = 'No matching federated identity record found for the presented assertion.';
    throw new Denied(401, 'AADSTS70021', text);
  }

  return {
    callerFor: tokens.callerFor,
    site: { places: () => ['entra'], answer: (asked) => refused(() => answer(asked), now) },
  };
}

/** `https://servicebus.azure.net//.default` has two slashes, and means the same. */
function audienceOf(scope: string): string {
  const known = Object.values(audiences).find((audience) => {
    return scope.split(' ').some((one) => one.replace(/\/+\.default$/, '') === audience);
  });
  if (known !== undefined) return known;
  throw new Denied(
    400,
    'AADSTS1002012',
    `The scope '${scope}' is not valid for client credentials.`,
  );
}

function metadata({ host }: Asked, tenant: string) {
  const base = `https://${host}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
  };
}

/** Entra's own shape of an error, not ARM's. */
function refused(work: () => HttpServed, now: () => number): HttpServed {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    const text = error.message.replace(/^AADSTS\d+: /, '');
    const number = Number(error.code.replace('AADSTS', ''));
    return json(error.status, {
      error: error.status === 401 ? 'invalid_client' : 'invalid_request',
      error_description: `${error.code}: ${text}`,
      error_codes: [number],
      timestamp: new Date(now()).toISOString().replace('T', ' '),
      error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    });
  }
}
