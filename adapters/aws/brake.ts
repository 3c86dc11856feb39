/** The kill switch as a parameter of Systems Manager: it is there, or it is not. */

import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Brake, Lever } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { pulledIn } from '../pulled.ts';
import { ask } from './ask.ts';

type State = Awaited<ReturnType<Brake['read']>>;

/** A standard parameter holds 4 KB; the name and the braces need some of it. */
const whyMax = 1_000;

/**
 * `path`: `{ "by": …, "why": …, "mark": … }`. Whatever cannot be read, for whatever reason, is no permission
 * to go on. Every read goes to Parameter Store.
 */
export function ssmBrake({
  client,
  path,
}: {
  readonly client: SSMClient;
  readonly path: string;
}): Brake & Lever {
  return {
    read: () => read(client, path),
    async pull(stop) {
      const Value = JSON.stringify({ ...stop, why: stop.why.slice(0, whyMax) });
      const command = new PutParameterCommand({
        Name: path,
        Value,
        Type: 'String',
        Overwrite: true,
      });
      await ask({ did: 'pull the kill switch', send: (options) => client.send(command, options) });
    },
    async release() {
      const command = new DeleteParameterCommand({ Name: path });
      await ask<unknown>({
        did: 'release the kill switch',
        send: (options) => client.send(command, options),
        answer: (error) => (error instanceof ParameterNotFound ? 'released' : undefined),
      });
    },
  };
}

async function read(client: SSMClient, path: string): Promise<State> {
  const command = new GetParameterCommand({ Name: path });
  try {
    return await ask<State>({
      did: `read the kill switch ${path}`,
      send: async (options) =>
        stateIn((await client.send(command, options)).Parameter?.Value, path),
      answer: (error) => (error instanceof ParameterNotFound ? { is: 'off' } : undefined),
    });
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { is: 'unsure', why: wordsOf(error) };
  }
}

function stateIn(text: string | undefined, path: string): State {
  const pulled = pulledIn(text ?? '');
  if (typeof pulled !== 'string') return { is: 'on', ...pulled };
  return { is: 'unsure', why: `cannot read ${path}: ${pulled}` };
}
