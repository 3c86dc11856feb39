/** Rings for a watch that stands still, because its journal or its file cannot be trusted, until it is mended. */

import type { WatchName } from '../../core/names.ts';
import type { Memory, Pager } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';

interface Bells {
  readonly memory: Memory;
  readonly pager: Pager;
}

/** Longer than anybody leaves a watch standing still. */
const keptMs = 90 * 86_400_000;

/** Resolves as `reading` does, or rejects with its reason; people hear of the reason, and of its end, once. */
export async function ringWhileDistrusted<T>(
  watch: WatchName,
  reading: () => Promise<T>,
  bells: Bells,
): Promise<T> {
  const key = `distrust/${watch}`;
  try {
    const found = await reading();
    await settle(key, bells);
    return found;
  } catch (error) {
    if (error instanceof Trouble && standsStill(error)) await ring(key, error, bells);
    throw error;
  }
}

/** What passes by itself, such as a throttled table, rings nobody from here. */
function standsStill({ code }: Trouble): boolean {
  return /^journal-(?:unreadable|newer|broken|entry-missing)$|^watch-file-lost$/.test(code);
}

/** Remembered first: a ring whose answer was lost must be put to rest too. */
async function ring(key: string, { message, next }: Trouble, { memory, pager }: Bells) {
  await memory.put(key, 'ringing', keptMs);
  await pager.ring(key, `${message}. ${next}`);
}

async function settle(key: string, { memory, pager }: Bells): Promise<void> {
  if (((await memory.get(key)) ?? '') === '') return;
  await pager.resolve(key);
  await memory.put(key, '', keptMs);
}
