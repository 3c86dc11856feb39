/** Anchors in memory: the first of each day stays. */

import { type Anchor, type Anchors, dayOf } from '../../../core/anchor.ts';

export function memoryAnchors(): Anchors {
  const kept = new Map<string, Anchor>();
  return {
    async keep(anchor) {
      const key = `${anchor.watch}/${dayOf(anchor)}`;
      if (kept.has(key)) return 'there';
      kept.set(key, anchor);
      return 'kept';
    },
    all: async (watch) =>
      [...kept.values()].filter((one) => one.watch === watch).toSorted((a, b) => a.at - b.at),
  };
}
