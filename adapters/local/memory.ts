/** What a laptop remembers across runs: a folder for each key, a new file for each new value. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { codeOf, putIfAbsent, setAside } from './keep.ts';

interface Kept {
  readonly value: string;
  readonly until: number;
}

/**
 * Values are numbered, the highest counts, and a number is taken by one hand only: that is what
 * makes a claim exclusive, also of a key whose former value has expired.
 */
export function fileMemory(folder: string, clock: Pick<Clock, 'now'>): Memory {
  const place = (key: string) => join(folder, createHash('sha256').update(key).digest('hex'));

  async function live(key: string): Promise<{ number: number; kept: Kept | undefined }> {
    const number = await latest(place(key));
    const kept = number === 0 ? undefined : await keptAt(place(key), number, key);
    return { number, kept: kept !== undefined && clock.now() < kept.until ? kept : undefined };
  }

  /** `taken` when somebody else took the next number, or has gone further by now. */
  async function put(key: string, after: number, kept: Kept): Promise<'kept' | 'taken'> {
    const next = after + 1;
    const done = await putIfAbsent(fileAt(place(key), next), JSON.stringify({ key, ...kept }));
    if (done === 'taken' || (await latest(place(key))) > next) return 'taken';
    await forget(place(key), next);
    return 'kept';
  }

  return {
    get: async (key) => (await live(key)).kept?.value,
    async put(key, value, ttlMs) {
      for (;;) {
        const until = clock.now() + ttlMs;
        if ((await put(key, await latest(place(key)), { value, until })) === 'kept') return;
      }
    },
    async claim(key, value, ttlMs) {
      for (;;) {
        const { number, kept } = await live(key);
        if (kept !== undefined) return 'taken';
        const until = clock.now() + ttlMs;
        if ((await put(key, number, { value, until })) === 'kept') return 'kept';
      }
    },
  };
}

async function latest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbersIn(folder)));
}

async function numbersIn(folder: string): Promise<readonly number[]> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  return names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
}

/** Undefined when a newer value has taken its place meanwhile, and its file is gone. */
async function keptAt(folder: string, number: number, key: string): Promise<Kept | undefined> {
  const path = fileAt(folder, number);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isKept(value)) return value;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return keptAt(folder, await latest(folder), key);
    if (!(error instanceof SyntaxError)) throw error;
  }
  const aside = await setAside(path);
  throw new Trouble('memory-unreadable', {
    message: `Cannot read what was remembered of ${key} because a file is damaged: ${path}`,
    next: `It was kept aside as ${aside} and counts as forgotten; if this happens again, look at the disk.`,
  });
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { value: text, until } = value as Record<keyof Kept, unknown>;
  return typeof text === 'string' && typeof until === 'number';
}

/** The highest number always stays: the next one must be free for one hand only. */
async function forget(folder: string, before: number): Promise<void> {
  for (const number of await numbersIn(folder)) {
    if (number >= before) continue;
    await unlink(fileAt(folder, number)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  }
}

function fileAt(folder: string, number: number): string {
  return join(folder, `${number}.json`);
}
