/** What a rehearsal began with, noted beside the journal: a house that was killed forgets it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { replace } from '../../adapters/local/keep.ts';
import type { Instant } from '../../core/names.ts';

export interface Noted {
  /** When the lab went dark. */
  readonly darkAt: Instant;
  /** The number of the incident that follows from it. */
  readonly incident: number;
}

export interface Diary {
  read(): Promise<Noted | undefined>;
  note(noted: Noted): Promise<void>;
}

const entry = z.object({ darkAt: z.number(), incident: z.int() });

/** `folder`: the state of the house. */
export function diaryIn(folder: string): Diary {
  const path = join(folder, 'diary.json');
  return {
    async read() {
      const { data } = entry.safeParse(parse(await readFile(path, 'utf8').catch(nothing)));
      return data && { ...data, darkAt: data.darkAt as Instant };
    },
    note: (noted) => replace(path, JSON.stringify(noted)),
  };
}

function nothing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
