/** Fetches the secrets that settings only point at, from the environment and Parameter Store. */

import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Secrets, secretsOf } from '../local/secrets.ts';
import { ask } from './ask.ts';

export interface SecretsStore {
  readonly client: SSMClient;
  readonly clock: Pick<Clock, 'now'>;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Held {
  readonly value: string;
  readonly at: number;
}

/** A secret that was changed is used everywhere after this. */
const freshMs = 5 * 60_000;
/** While Parameter Store does not answer, what it said last is used for at most this long. */
const staleMs = 60 * 60_000;

/**
 * `env:NAME`, or `ssm:/path` decrypted. Errors name the reference and never the value. Rejects with
 * `secret-missing`, or with what kept Parameter Store from answering.
 */
export function awsSecrets({ client, clock, env }: SecretsStore): Secrets {
  const local = env === undefined ? secretsOf() : secretsOf(env);
  const held = new Map<string, Held>();
  const asked = new Map<string, Promise<string>>();

  async function fetched(reference: string): Promise<string> {
    const last = held.get(reference);
    try {
      const value = await parameter(client, reference);
      held.set(reference, { value, at: clock.now() });
      return value;
    } catch (error) {
      const gone = error instanceof Trouble && error.code === 'secret-missing';
      if (gone) held.delete(reference);
      if (gone || last === undefined || clock.now() - last.at >= staleMs) throw error;
      return last.value;
    } finally {
      asked.delete(reference);
    }
  }

  return async (reference) => {
    if (!reference.startsWith('ssm:')) return await local(reference);
    const known = held.get(reference);
    if (known !== undefined && clock.now() - known.at < freshMs) return known.value;
    // Many probes of a round ask for one secret at once: they share the question.
    const under = asked.get(reference) ?? fetched(reference);
    asked.set(reference, under);
    return await under;
  };
}

async function parameter(client: SSMClient, reference: string): Promise<string> {
  const command = new GetParameterCommand({
    Name: reference.slice('ssm:'.length),
    WithDecryption: true,
  });
  const value = await ask<string>({
    did: `fetch the secret ${reference}`,
    send: async (options) => (await client.send(command, options)).Parameter?.Value ?? '',
    answer: (error) => (error instanceof ParameterNotFound ? '' : undefined),
  });
  if (value !== '') return value;
  throw new Trouble('secret-missing', {
    message: `Cannot fetch the secret ${reference} because there is no such parameter`,
    next: 'Create it as a SecureString in the region of the tables.',
  });
}
