/** Seals of a laptop: HMAC-SHA256 with a key that only its user can read. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Seals } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { codeOf, putIfAbsent } from './keep.ts';

const keyBytes = 32;

/** `path`: where the key is, or will be made when it is first needed. */
export function fileSeals(path: string): Seals {
  async function markOf(text: string): Promise<Buffer> {
    return createHmac('sha256', await keyAt(path))
      .update(text)
      .digest();
  }
  return {
    seal: async (text) => (await markOf(text)).toString('base64url'),
    async verify(text, seal) {
      const [told, mark] = [Buffer.from(seal, 'base64url'), await markOf(text)];
      return told.length === mark.length && timingSafeEqual(told, mark);
    },
  };
}

async function keyAt(path: string): Promise<Buffer> {
  const text = (await keyIn(path)) ?? (await newKeyAt(path));
  const { mode } = await stat(path);
  // Windows keeps rights elsewhere, and reports a mode that says nothing.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new Trouble('seal-key-exposed', {
      message: `Cannot use the key of the seals because others may read it: ${path}`,
      next: 'Delete it, so that a new one is made; what was approved with it is void.',
    });
  }
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length === keyBytes) return key;
  throw new Trouble('seal-key-damaged', {
    message: `Cannot use the key of the seals because it is damaged: ${path}`,
    next: 'Move it away, so that a new one is made; what was approved with it is void.',
  });
}

async function keyIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of several processes that begin at once, all use the key of the first. */
async function newKeyAt(path: string): Promise<string> {
  await putIfAbsent(path, `${randomBytes(keyBytes).toString('hex')}\n`, 0o600);
  return readFile(path, 'utf8');
}
