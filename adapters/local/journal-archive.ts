/** Reads a laptop's journal from its first entry on, and touches nothing: for whoever verifies it. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalArchive, Place } from '../../core/verifying.ts';
import { entryIn } from '../journal-entry.ts';
import { codeOf, folderNamed } from './keep.ts';

/** A place as `journal.ts` names it, also of an entry that was set aside. */
const placeName = /^(\d{6})-(\d{6})\.json(?:\.unreadable-\d+)?$/;

/** `folder` is the one that `fileJournal` was given. */
export function fileArchive(folder: string): JournalArchive {
  return {
    async places(watch) {
      const place = join(folder, folderNamed(watch));
      const names = (await namesIn(place)).filter((name) => placeName.test(name)).toSorted();
      // Set aside and put back: the good copy stands for both.
      const live = names.filter((name) => {
        const [good = ''] = name.split('.unreadable-');
        return name === good || !names.includes(good);
      });
      return await Promise.all(live.map((name) => placeAt(place, name)));
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Nothing was ever written there.
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function placeAt(folder: string, name: string): Promise<Place> {
  const [, incident, number] = placeName.exec(name) ?? [];
  const entry = entryIn(await readFile(join(folder, name), 'utf8'));
  if (typeof entry === 'string') return { name, is: 'unreadable', why: entry };
  if (!name.endsWith('.json')) return { name, is: 'unreadable', why: 'it was set aside' };
  return {
    name,
    is: 'entry',
    follows: { incident: Number(incident), seq: Number(number) - 1 },
    entry,
  };
}
