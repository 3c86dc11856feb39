/** The watch file as the functions run by it: read anew at each turn, parsed when it has changed. */

import { logTrouble } from '../../adapters/aws/log.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { watchFile } from '../../adapters/aws/watch-file.ts';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import type { Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Environment, told } from './environment.ts';

export interface RunBy {
  readonly estate: Estate;
  /** Why it is not the file that was published last: already logged, and to be told. */
  readonly trouble: Trouble | undefined;
}

/** Rejects only when there is no file at all that could be run by. */
export function fileOf(env: Environment, memory: Memory): () => Promise<RunBy> {
  const file = watchFile({
    client: ssmAt({ region: told(env, 'FARWATCH_HOME') }),
    prefix: told(env, 'FARWATCH_WATCH'),
    memory,
    accept: (text) => loadEstate(text, 'farwatch.yaml'),
  });
  const name = told(env, 'FARWATCH_ESTATE');
  return async () => {
    const { accepted, trouble } = await file.read();
    if (trouble !== undefined) logTrouble('watch file', trouble);
    const { estate } = accepted;
    if (estate.name === name) return { estate, trouble };
    throw new Trouble('estate-other', {
      message: `Cannot run by the watch file because it is of ${estate.name}, and this is ${name}`,
      next: 'Publish the file of this estate, or deploy the stacks of the other one.',
    });
  };
}
