/** Lets nobody begin to tell who may not be the only one any more by the time it is told. */

import type { Chat } from '../../core/ports.ts';

/** Thrown instead of a call that could end after our turn: another one tells by then, and newer. */
export class Late extends Error {
  override readonly name = 'Late';

  constructor() {
    super('its turn to tell is over');
  }
}

export function punctual(chat: Chat, inTime: () => boolean): Chat {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!inTime()) throw new Late();
    return await work();
  };
  return {
    post: (card, mark) => call(() => chat.post(card, mark)),
    update: (cursor, card) => call(() => chat.update(cursor, card)),
    reply: (cursor, text, mark) => call(() => chat.reply(cursor, text, mark)),
    find: (mark, where) => call(() => chat.find(mark, where)),
  };
}
