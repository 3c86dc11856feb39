/** What a deployed function is told by its stack, and what it must not be told by anybody. */

import { Trouble } from '../../core/trouble.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `environment-incomplete`: the function was not deployed by its own stack. */
export function told(env: Environment, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new Trouble('environment-incomplete', {
    message: `Cannot start because ${name} is not set`,
    next: 'Deploy the function by its stack, and change nothing by hand.',
  });
}

/** Names by which the SDKs of AWS and Azure let themselves be sent elsewhere. */
const pointing = /^(?:AWS_ENDPOINT_URL(?:_[A-Z0-9_]+)?|AZURE_AUTHORITY_HOST)$/;

/**
 * Whom a deployed function may be sent to. Loopback is the function itself: nobody can listen there
 * but who already runs in it.
 */
const hosts = [
  /^[a-z0-9.-]+\.amazonaws\.com$/,
  /^[a-z0-9.-]+\.api\.aws$/,
  /^login\.microsoftonline\.com$/,
  /^(?:[a-z0-9-]+\.)?management\.azure\.com$/,
  /^(?:localhost|127\.0\.0\.1|\[::1\])$/,
];

/**
 * Throws `endpoint-overridden` when the environment sends calls, and the credentials in them, to a
 * host that is none of these, or has certificates believed unseen.
 */
export function refuseOverrides(env: Environment): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw overridden('NODE_TLS_REJECT_UNAUTHORIZED', 'has any certificate believed');
  }
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '' || !pointing.test(name)) continue;
    const host = URL.canParse(value) ? new URL(value).hostname : 'no host';
    if (!hosts.some((known) => known.test(host))) throw overridden(name, `sends calls to ${host}`);
  }
}

function overridden(name: string, does: string): Trouble {
  return new Trouble('endpoint-overridden', {
    message: `Cannot start because ${name} ${does}`,
    next: 'Find out who changed the environment of this function, and deploy it anew.',
  });
}
