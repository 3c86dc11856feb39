/** What telling remembers of its own: where cards stand, and how much has been told. */

import type { CardCursor } from '../../core/card.ts';
import type { Memory } from '../../core/ports.ts';

/** Longer than anybody leaves an incident open. */
const keptMs = 90 * 86_400_000;

export interface Shelf {
  /** Names this shelf among all of them. */
  readonly root: string;
  text(key: string): Promise<string | undefined>;
  cursor(key: string): Promise<CardCursor | undefined>;
  number(key: string): Promise<number | undefined>;
  put(key: string, value: string | number | CardCursor): Promise<void>;
  clear(key: string): Promise<void>;
}

/** Every key below `root`, so that watches cannot meet. */
export function shelf(memory: Memory, root: string): Shelf {
  // A memory has no delete: empty stands for absent.
  const text = async (key: string) => (await memory.get(`${root}/${key}`)) || undefined;
  return {
    root,
    text,
    number: async (key) => {
      const known = await text(key);
      return known === undefined ? undefined : Number(known);
    },
    cursor: async (key) => {
      const [channel, id] = (await text(key))?.split(' ') ?? [];
      return channel === undefined || id === undefined ? undefined : { channel, id };
    },
    put: (key, value) => memory.put(`${root}/${key}`, spelled(value), keptMs),
    clear: (key) => memory.put(`${root}/${key}`, '', keptMs),
  };
}

function spelled(value: string | number | CardCursor): string {
  return typeof value === 'object' ? `${value.channel} ${value.id}` : String(value);
}
