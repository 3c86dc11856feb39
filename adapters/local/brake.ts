/** The kill switch of a laptop: a file that stands there, or does not. */

import { readFile, rm } from 'node:fs/promises';
import type { Brake } from '../../core/ports.ts';
import { codeOf, replace } from './keep.ts';

type State = Awaited<ReturnType<Brake['read']>>;

export interface FileBrake extends Brake {
  pull(by: string, why: string): Promise<void>;
  release(): Promise<void>;
}

/** `path`: `{ "by": …, "why": … }`. A file that says something else is no permission to go on. */
export function fileBrake(path: string): FileBrake {
  return {
    read: () => read(path),
    pull: (by, why) => replace(path, `${JSON.stringify({ by, why })}\n`),
    release: () => rm(path, { force: true }),
  };
}

async function read(path: string): Promise<State> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isPulled(value)) return { is: 'on', by: value.by, why: value.why };
    return { is: 'unsure', why: `${path} does not say by whom and why` };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { is: 'off' };
    const why = code ?? 'it is no JSON';
    return { is: 'unsure', why: `cannot read ${path}: ${why}` };
  }
}

function isPulled(value: unknown): value is { readonly by: string; readonly why: string } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('by' in value) || !('why' in value)) return false;
  return typeof value.by === 'string' && typeof value.why === 'string';
}
