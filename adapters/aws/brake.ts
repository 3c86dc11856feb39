/** The kill switch as a parameter of Systems Manager: it is there, or it is not. */

import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Brake } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { jsonIn } from '../journal-entry.ts';
import { ask } from './ask.ts';

type State = Awaited<ReturnType<Brake['read']>>;

export interface SsmBrake extends Brake {
  pull(by: string, why: string): Promise<void>;
  release(): Promise<void>;
}

/** A standard parameter holds 4 KB; the name and the braces need some of it. */
const whyMax = 1_000;

/**
 * `path`: `{ "by": …, "why": … }`. Whatever cannot be read, for whatever reason, is no permission
 * to go on. Every read goes to Parameter Store.
 */
export function ssmBrake({
  client,
  path,
}: {
  readonly client: SSMClient;
  readonly path: string;
}): SsmBrake {
  return {
    read: () => read(client, path),
    async pull(by, why) {
      const Value = JSON.stringify({ by, why: why.slice(0, whyMax) });
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
  const parsed = jsonIn(text ?? '');
  if (typeof parsed === 'string') return { is: 'unsure', why: `cannot read ${path}: ${parsed}` };
  const { value } = parsed;
  if (typeof value === 'object' && value !== null && 'by' in value && 'why' in value) {
    const { by, why } = value;
    if (typeof by === 'string' && typeof why === 'string') return { is: 'on', by, why };
  }
  return { is: 'unsure', why: `${path} does not say by whom and why` };
}
