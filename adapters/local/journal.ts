/** The journal of a laptop: a folder for each watch, a file for each entry, none ever changed. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  beginning,
  type Chronicle,
  type Entry,
  type Head,
  headOf,
  link,
  unbroken,
} from '../../core/chronicle.ts';
import type { WatchName } from '../../core/names.ts';
import type { Digester, Journal } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { entryIn } from '../journal-entry.ts';
import { folderNamed, putIfAbsent, setAside } from './keep.ts';

const sha256: Digester = (text) => createHash('sha256').update(text).digest('hex');

/** `000001-000004.json`, or what is left of one that could not be read. */
const entryName = /^\d{6}-\d{6}\.json$/;
const asideName = /^(\d{6}-\d{6}\.json)\.unreadable-\d+$/;

export interface FileJournal extends Journal {
  /** All incidents, from the first on: for reports. What is decided reads the open one alone. */
  history(watch: WatchName): Promise<readonly Entry[]>;
}

/**
 * An entry's file is named after the head it follows: of all who append to one head, whatever they
 * append, one wins. Names sort as the chain runs; the first entry of an incident lies under the
 * name that the incident before would have used next.
 */
export function fileJournal(folder: string): FileJournal {
  return {
    read: (watch) => read(join(folder, folderNamed(watch)), watch),
    history: (watch) => history(join(folder, folderNamed(watch))),
    async incident(watch, number) {
      const all = await history(join(folder, folderNamed(watch)));
      return all.filter((entry) => entry.incident === number);
    },
    async append(watch, head, facts) {
      const place = join(folder, folderNamed(watch));
      // A head from before a file was set aside must not fill its gap with something else.
      if ((await read(place, watch)).head.hash !== head.hash) return 'lost';
      const entry = link(watch, head, facts, sha256);
      const kept = await putIfAbsent(join(place, nameAfter(head)), `${JSON.stringify(entry)}\n`);
      return kept === 'kept' ? 'kept' : 'lost';
    },
  };
}

async function read(folder: string, watch: WatchName): Promise<Chronicle> {
  await mkdir(folder, { recursive: true });
  const all = await readdir(folder);
  const names = all.filter((name) => entryName.test(name)).toSorted();
  refuseGaps(folder, all, names);

  const entries: Entry[] = [];
  for (const name of names.toReversed()) {
    const entry = await entryAt(folder, name);
    entries.unshift(entry);
    // One more than the open incident, to see that it hangs on the one before.
    if (entry.incident !== entries.at(-1)?.incident) break;
  }
  const ours = entries.every((entry) => entry.watch === watch);
  if (!ours || !unbroken(entries, sha256) || !follow(entries, names)) throw broken(folder);
  const last = entries.at(-1);
  const open = entries.filter((entry) => entry.incident === last?.incident);
  return { entries: open, head: last === undefined ? beginning : headOf(last) };
}

async function history(folder: string): Promise<readonly Entry[]> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => entryName.test(name)).toSorted();
  const entries: Entry[] = [];
  for (const name of names) entries.push(await entryAt(folder, name));
  if (!unbroken(entries, sha256)) throw broken(folder);
  return entries;
}

/** What was set aside and not put back is missing, even where the chain would not show it. */
function refuseGaps(folder: string, all: readonly string[], names: readonly string[]): void {
  for (const aside of all) {
    const name = asideName.exec(aside)?.[1];
    if (name === undefined || names.includes(name)) continue;
    throw new Trouble('journal-entry-missing', {
      message: `Cannot read the journal because an entry is missing: ${join(folder, name)}`,
      next: `Put a good copy of it back under that name (what was found there is in ${aside}), or move the whole folder away to begin a new journal.`,
    });
  }
}

async function entryAt(folder: string, name: string): Promise<Entry> {
  const path = join(folder, name);
  // An error of the system is not the file's fault: it goes up as it is, and nothing is moved.
  const text = await readFile(path, 'utf8');
  const entry = entryIn(text);
  if (typeof entry !== 'string') return entry;
  const aside = await setAside(path);
  throw new Trouble('journal-unreadable', {
    message: `Cannot read the journal because an entry is damaged: ${path}: ${entry}`,
    next: `It was kept aside as ${aside}. Put a good copy back as ${name}, or move the whole folder away to begin a new journal.`,
  });
}

/** Each file lies where the entry before it says that the next one belongs, from the first on. */
function follow(entries: readonly Entry[], names: readonly string[]): boolean {
  const found = names.slice(names.length - entries.length);
  return entries.every((entry, at) => {
    const before = entries[at - 1];
    if (before !== undefined) return found[at] === nameAfter(headOf(before));
    const isFirst = entries.length === names.length;
    return !isFirst || (entry.before === '' && found[at] === nameAfter(beginning));
  });
}

function broken(folder: string): Trouble {
  return new Trouble('journal-broken', {
    message: `Cannot trust the journal because its chain is broken: ${folder}`,
    next: 'An entry was changed, added or taken away by something else. Restore the folder from a copy, or move it away to begin a new journal.',
  });
}

function nameAfter({ incident, seq }: Head): string {
  const six = (number: number) => String(number).padStart(6, '0');
  return `${six(incident)}-${six(seq + 1)}.json`;
}
