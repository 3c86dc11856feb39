/** Remembers every watch file that was run by, under the digest of its text, and which was the last. */

import type { Memory } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Manifest, manifestIn, manifestText, packed, unpacked } from './watch-parts.ts';

export type GoodStore = Pick<Memory, 'get' | 'put'>;

export interface GoodFile {
  readonly manifest: Manifest;
  readonly text: string;
}

/** Far longer than anybody leaves a bad file in place, or an incident open. */
const keepMs = 400 * 86_400_000;

export interface GoodFiles {
  /** Checked against its digest like a published one; undefined when none is remembered. */
  last(): Promise<GoodFile | undefined>;
  /** The text with that digest, and no other; undefined when it is not remembered. */
  at(digest: string): Promise<string | undefined>;
  /** Resolves with the trouble of not having remembered it: the file is good all the same. */
  keep(file: GoodFile): Promise<Trouble | undefined>;
}

export function goodFiles(memory: GoodStore, prefix: string): GoodFiles {
  const mark = `watch-file${prefix}`;
  const bodyOf = (digest: string) => `${mark}/${digest}`;
  let known: string | undefined;

  async function put({ manifest, text }: GoodFile): Promise<void> {
    const spelled = manifestText(manifest);
    known ??= await memory.get(mark);
    if (known === spelled) return;
    await memory.put(bodyOf(manifest.digest), packed(text), keepMs);
    // Last: it is what says that the file need not be written again.
    await memory.put(mark, spelled, keepMs);
    known = spelled;
  }

  async function at(digest: string): Promise<string | undefined> {
    const kept = await memory.get(bodyOf(digest));
    return kept === undefined ? undefined : unpacked(kept, digest);
  }

  return {
    at,
    async last() {
      const kept = await memory.get(mark);
      if (kept === undefined) return undefined;
      const manifest = manifestIn(kept, `${mark} in the memory`);
      const text = await at(manifest.digest);
      return text === undefined ? undefined : { manifest, text };
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
