/** The kill switch of a laptop: a file that stands there, or does not. */

import { readFile, rm } from 'node:fs/promises';
import type { Brake, Lever } from '../../core/ports.ts';
import { wordsOf } from '../../core/trouble.ts';
import { pulledIn } from '../pulled.ts';
import { codeOf, replace } from './keep.ts';

type State = Awaited<ReturnType<Brake['read']>>;

/**
 * `path`: `{ "by": …, "why": …, "mark": … }`. A file that says something else is no permission to
 * go on.
 */
export function fileBrake(path: string): Brake & Lever {
  return {
    read: () => read(path),
    pull: (stop) => replace(path, `${JSON.stringify(stop)}\n`),
    release: () => rm(path, { force: true }),
  };
}

async function read(path: string): Promise<State> {
  try {
    const pulled = pulledIn(await readFile(path, 'utf8'));
    if (typeof pulled !== 'string') return { is: 'on', ...pulled };
    return { is: 'unsure', why: `cannot read ${path}: ${pulled}` };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { is: 'off' };
    return { is: 'unsure', why: `cannot read ${path}: ${code ?? wordsOf(error)}` };
  }
}
