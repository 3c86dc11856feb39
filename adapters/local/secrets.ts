/** Fetches the secrets that settings only point at. */

import { Trouble } from '../../core/trouble.ts';

export type Secrets = (reference: string) => Promise<string>;

/** Reads `env:NAME`. `ssm:/path` lives in Parameter Store, which a laptop does not read. */
export function secretsOf(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Secrets {
  return async (reference) => {
    if (reference.startsWith('env:')) return fromEnvironment(env, reference.slice('env:'.length));
    if (reference.startsWith('ssm:')) throw outOfReach(reference);
    throw new Trouble('secret-reference-unknown', {
      message: 'Cannot fetch a secret because its reference is neither env:NAME nor ssm:/path',
      next: 'Correct the reference in farwatch.yaml.',
    });
  };
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new Trouble('secret-missing', {
    message: `Cannot fetch the secret env:${name} because the environment variable is not set`,
    next: `Set ${name} in the environment that farwatch runs in.`,
  });
}

function outOfReach(reference: string): Trouble {
  return new Trouble('secret-out-of-reach', {
    message: `Cannot fetch the secret ${reference} because Parameter Store is not read from here`,
    next: 'Use env:NAME on a laptop; ssm:/path is for where farwatch runs on AWS.',
  });
}
