/** Sightings of a laptop: a folder for each slot, a file for each look, forgotten with age. */

import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant, WatchName } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import type { Clock, Sightings } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { lookIn } from '../look.ts';
import { codeOf, folderNamed, putIfAbsent, setAside } from './keep.ts';

/** `keepMs`: looks of slots older than this are deleted. */
export function fileSightings(
  folder: string,
  { clock, keepMs }: { readonly clock: Pick<Clock, 'now'>; readonly keepMs: number },
): Sightings {
  return {
    async record(watch, look) {
      const slot = join(folder, folderNamed(watch), String(look.slot));
      const name = `${folderNamed(look.vantage)}-${look.pass}.json`;
      await putIfAbsent(join(slot, name), JSON.stringify(look));
      await prune(join(folder, folderNamed(watch)), clock.now() - keepMs);
    },
    since: (watch, from) => since(join(folder, folderNamed(watch)), watch, from),
  };
}

async function since(folder: string, watch: WatchName, from: Instant): Promise<readonly Look[]> {
  const slots = (await slotsIn(folder)).filter((slot) => slot >= from).toSorted((a, b) => a - b);
  const looks = await Promise.all(slots.map((slot) => looksIn(join(folder, String(slot)), watch)));
  return looks.flat();
}

async function slotsIn(folder: string): Promise<readonly number[]> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).map(Number).filter(Number.isSafeInteger);
}

/** A slot that is pruned while it is read has grown too old to be asked for. */
async function looksIn(folder: string, watch: WatchName): Promise<readonly Look[]> {
  const names = await orNothing(readdir(folder), []);
  const found = names.filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  const looks = await Promise.all(found.map((name) => lookAt(join(folder, name), watch)));
  return looks.filter((look) => look !== undefined);
}

async function lookAt(path: string, watch: WatchName): Promise<Look | undefined> {
  const text = await orNothing(readFile(path, 'utf8'), undefined);
  if (text === undefined) return undefined;
  const look = lookIn(text);
  if (look !== undefined) return look;
  const aside = await setAside(path);
  throw new Trouble('sighting-unreadable', {
    message: `Cannot read what was seen for ${watch} because a file is damaged: ${path}`,
    next: `It was kept aside as ${aside}, and that look abstains; if this happens again, look at the disk.`,
  });
}

async function prune(folder: string, before: number): Promise<void> {
  const old = (await slotsIn(folder)).filter((slot) => slot < before);
  const gone = old.map((slot) => rm(join(folder, String(slot)), { recursive: true, force: true }));
  await Promise.all(gone);
}

async function orNothing<T, N>(reading: Promise<T>, nothing: N): Promise<T | N> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return nothing;
    throw error;
  }
}
