/** When the lab went dark, noted beside the journal: a house that was killed cannot remember it. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Instant } from '../../core/names.ts';

export interface Diary {
  darkAt(): Promise<Instant | undefined>;
  note(darkAt: Instant): Promise<void>;
}

const entry = z.object({ darkAt: z.number() });

/** `folder`: the state of the house. A diary that was half written says nothing. */
export function diaryIn(folder: string): Diary {
  const path = join(folder, 'diary.json');
  return {
    async darkAt() {
      const text = await readFile(path, 'utf8').catch(nothing);
      const read = entry.safeParse(parse(text));
      return read.success ? (read.data.darkAt as Instant) : undefined;
    },
    async note(darkAt) {
      await mkdir(folder, { recursive: true });
      await writeFile(path, JSON.stringify({ darkAt }));
    },
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
