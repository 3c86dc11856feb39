/** A room in memory: the cards in it as they stand, how they came to, and what was said below. */

import type { Card, CardCursor } from '../../../core/card.ts';
import type { Chat } from '../../../core/ports.ts';

export interface PostedCard {
  readonly cursor: CardCursor;
  /** Every version that people saw, the present one last. */
  readonly versions: readonly Card[];
  readonly replies: readonly string[];
}

export interface MemoryChat extends Chat {
  readonly cards: readonly PostedCard[];
}

interface Posted extends PostedCard {
  readonly versions: Card[];
  readonly replies: string[];
}

export function memoryChat(): MemoryChat {
  const cards: Posted[] = [];

  function at(cursor: CardCursor): Posted {
    const found = cards.find((c) => c.cursor.id === cursor.id);
    if (found !== undefined) return found;
    throw new Error(`no card stands at ${cursor.id}`);
  }

  return {
    cards,
    async post(card) {
      const cursor = { channel: 'lab', id: `card-${cards.length + 1}` };
      cards.push({ cursor, versions: [card], replies: [] });
      return cursor;
    },
    async update(cursor, card) {
      at(cursor).versions.push(card);
    },
    async reply(cursor, text) {
      at(cursor).replies.push(text);
    },
  };
}
