/** A pager in memory: who was woken, by which question, and what became of it. */

import type { Pager } from '../../../core/ports.ts';

export interface Page {
  readonly key: string;
  readonly text: string;
  readonly state: 'ringing' | 'acknowledged' | 'resolved';
  readonly by: string | undefined;
}

export interface MemoryPager extends Pager {
  pages(): readonly Page[];
}

/** Ringing twice is ringing once; a question that was resolved may be opened again. */
export function memoryPager(): MemoryPager {
  const pages = new Map<string, Page>();
  return {
    pages: () => [...pages.values()],
    async ring(key, text) {
      const known = pages.get(key);
      if (known !== undefined && known.state !== 'resolved') return;
      pages.set(key, { key, text, state: 'ringing', by: undefined });
    },
    async acknowledge(key, by) {
      const known = pages.get(key);
      if (known?.state === 'ringing') pages.set(key, { ...known, state: 'acknowledged', by });
    },
    async resolve(key) {
      const known = pages.get(key);
      if (known !== undefined) pages.set(key, { ...known, state: 'resolved' });
    },
  };
}
