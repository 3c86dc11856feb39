/** Reads the one file that a user writes, and picks the watch that is meant. */

import { readFile } from 'node:fs/promises';
import type { Estate } from '../config/estate.ts';
import { type Fault, faultLine } from '../config/faults.ts';
import { loadEstate } from '../config/load.ts';
import { Trouble, wordsOf } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';

/** Everything that is wrong with a file, at once. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'));
    this.faults = faults;
  }
}

export async function readEstate(file: string): Promise<Estate> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Trouble('file-unreadable', {
      message: `Cannot read ${file}: ${wordsOf(cause)}`,
      next: 'Name a farwatch.yaml that exists, for example examples/orders.yaml.',
      cause,
    });
  });
  const loaded = loadEstate(text, file);
  if (loaded.ok) return loaded.estate;
  throw new Refused(loaded.faults);
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
