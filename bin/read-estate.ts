/** Reads the one file that a user writes, and picks the watch that is meant. */

import { readFile } from 'node:fs/promises';
import { codeOf } from '../adapters/local/keep.ts';
import type { Estate } from '../config/estate.ts';
import { loadEstate } from '../config/load.ts';
import { Trouble, wordsOf } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { Refused } from './refused.ts';
import { systemWords } from './system-words.ts';

export { Refused } from './refused.ts';

export async function readEstate(file: string): Promise<Estate> {
  return (await readEstateAndText(file)).estate;
}

/** With the very text that was checked. */
export async function readEstateAndText(
  file: string,
): Promise<{ readonly estate: Estate; readonly text: string }> {
  const text = await readText(file, 'a farwatch.yaml that exists, such as examples/orders.yaml');
  const loaded = loadEstate(text, file);
  if (loaded.ok) return { estate: loaded.estate, text };
  throw new Refused(loaded.faults);
}

/** `what` was expected: "a farwatch.yaml that exists". */
export async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const message = systemWords('read', file, codeOf(cause) ?? wordsOf(cause));
    throw new Trouble('file-unreadable', { message, next: `Name ${what}.`, cause });
  }
}

export function watchIn(estate: Estate, name: string | undefined): Watch {
  const names = estate.watches.map((watch) => watch.name);
  const [first] = estate.watches;
  const found = name === undefined ? first : estate.watches.find((watch) => watch.name === name);
  if (found !== undefined && (name !== undefined || names.length === 1)) return found;
  throw new Trouble('watch-unknown', {
    message:
      name === undefined
        ? `Cannot tell which watch is meant: the file has ${names.join(', ')}`
        : `Cannot find the watch ${name}: the file has ${names.join(', ')}`,
    next: 'Name one of them with --watch.',
  });
}
