/** Puts files down whole or not at all, whatever else runs or dies at the same moment. */

import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';

/** Of many who put one file, one is told `kept`; nobody ever sees half of it. */
export async function putIfAbsent(
  path: string,
  text: string,
  mode = 0o644,
): Promise<'kept' | 'taken'> {
  const draft = await write(path, text, mode);
  try {
    await link(draft, path);
    await settle(dirname(path));
    return 'kept';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'taken';
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** The file as it was, or as it is now; never something in between. */
export async function replace(path: string, text: string): Promise<void> {
  await rename(await write(path, text, 0o644), path);
  await settle(dirname(path));
}

/** Under a name beside it that nobody has: what it was stays to be looked at. */
export async function setAside(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const aside = `${path}.unreadable-${number}`;
    try {
      await link(path, aside);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw error;
    }
    await unlink(path);
    return aside;
  }
}

/** A name of ours as the name of a folder, and of no other one. */
export function folderNamed(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}

/** `ENOENT` and its like; undefined for what is no error of the system. */
export function codeOf(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error ? String(error.code) : undefined;
}

/** Beside its place, so that a link or a rename moves it there in one step. */
async function write(path: string, text: string, mode: number): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.draft-${randomUUID()}`);
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** Without it a power cut may forget the name of a file whose bytes were kept. */
async function settle(folder: string): Promise<void> {
  // Windows opens no folders; there the file system keeps names in order by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
