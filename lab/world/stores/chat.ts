/** A room in memory: the cards in it as they stand, how they came to, and what was said below. */

import type { Card, CardCursor } from '../../../core/card.ts';
import type { Chat } from '../../../core/ports.ts';

export interface PostedCard {
  readonly cursor: CardCursor;
  /** Every version that people saw, the present one last. */
  readonly versions: readonly Card[];
  readonly replies: readonly string[];
  /** What the card and its lines were named by whoever wrote them. */
  readonly marks: readonly string[];
}

export interface MemoryChat extends Chat {
  readonly cards: readonly PostedCard[];
}

interface Posted extends PostedCard {
  readonly versions: Card[];
  readonly replies: string[];
  readonly marks: string[];
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
    async post(card, mark) {
      const cursor = { channel: 'lab', id: `card-${cards.length + 1}` };
      cards.push({ cursor, versions: [card], replies: [], marks: [mark] });
      return cursor;
    },
    async update(cursor, card) {
      at(cursor).versions.push(card);
    },
    async reply(cursor, text, mark) {
      at(cursor).replies.push(text);
      at(cursor).marks.push(mark);
    },
    async find(mark, { below }) {
      const within = below === undefined ? cards : [at(below)];
      return within.find(({ marks }) => marks.includes(mark))?.cursor;
    },
  };
}
