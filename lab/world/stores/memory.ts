/** Small things with an end, in memory. */

import type { Clock, Memory } from '../../../core/ports.ts';

export function memoryMemory(clock: Pick<Clock, 'now'>): Memory {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();

  function live(key: string): string | undefined {
    const found = kept.get(key);
    return found !== undefined && clock.now() < found.until ? found.value : undefined;
  }

  return {
    get: async (key) => live(key),
    async put(key, value, ttlMs) {
      kept.set(key, { value, until: clock.now() + ttlMs });
    },
    async claim(key, value, ttlMs) {
      if (live(key) !== undefined) return 'taken';
      kept.set(key, { value, until: clock.now() + ttlMs });
      return 'kept';
    },
  };
}
