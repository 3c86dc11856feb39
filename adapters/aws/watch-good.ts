/** Remembers the last watch file that could be run by. */

import type { Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Manifest, manifestIn, manifestText, packed, unpacked } from './watch-parts.ts';

export type GoodStore = Pick<Memory, 'get' | 'put'>;

export interface GoodFile {
  readonly manifest: Manifest;
  readonly text: string;
}

/** Far longer than anybody leaves a bad file in place. */
const keepMs = 400 * 86_400_000;

export interface GoodFiles {
  /** Checked against its digest like a published one; undefined when none is remembered. */
  last(): Promise<GoodFile | undefined>;
  /** Resolves with the trouble of not having remembered it: the file is good all the same. */
  keep(file: GoodFile): Promise<Trouble | undefined>;
}

export function goodFiles(memory: GoodStore, prefix: string): GoodFiles {
  const [body, mark] = [`watch-file${prefix}`, `watch-file${prefix}#digest`];
  let known: string | undefined;

  async function put({ manifest, text }: GoodFile): Promise<void> {
    known ??= await memory.get(mark);
    if (known === manifest.digest) return;
    await memory.put(body, `${manifestText(manifest)}\n${packed(text)}`, keepMs);
    // Last, and small: it is what says that the file need not be written again.
    await memory.put(mark, manifest.digest, keepMs);
    known = manifest.digest;
  }

  return {
    async last() {
      const kept = await memory.get(body);
      if (kept === undefined) return undefined;
      const [head = '', packedText = ''] = kept.split('\n', 2);
      const manifest = manifestIn(head, `${body} in the memory`);
      return { manifest, text: unpacked(packedText, manifest.digest) };
    },
    async keep(file) {
      try {
        await put(file);
        return undefined;
      } catch (error) {
        if (error instanceof Trouble) return error;
        throw error;
      }
    },
  };
}
