/** The terminal as the room where people are, and as the bell that calls them. */

import type { Card } from '../core/card.ts';
import type { Chat, Pager } from '../core/ports.ts';
import { utc } from '../core/telling/words.ts';

/** Cards are printed where a person must read them: when something is asked, or held, or over. */
export function terminalChat(say: (text: string) => void): Chat {
  let asked = '';
  const show = (card: Card) => {
    const question = JSON.stringify([card.choices, card.orders]);
    if (question === asked) return;
    asked = question;
    for (const line of linesOf(card)) say(line);
  };
  return {
    post: async (card) => {
      show(card);
      return { channel: 'terminal', id: String(card.incident) };
    },
    update: async (_, card) => show(card),
    // Facts are narrated already, one line each.
    reply: async () => {},
    find: async () => undefined,
  };
}

function linesOf(card: Card): readonly string[] {
  const choices = card.choices.flatMap((choice, at) => [
    `[${at + 1}] ${choice.title} (until ${utc(choice.until)}; ${choice.approvers.join(' or ')} may approve)`,
    ...(choice.byHand ?? []).map((line) => `     ${line}`),
    ...choice.steps.map(({ title, marks }) =>
      ['     ', title, marks.length > 0 ? ` (${marks.join(', ')})` : ''].join(''),
    ),
    ...(choice.despite === undefined
      ? []
      : [`     type "${choice.despite}" to approve all the same`]),
  ]);
  const orders = card.orders.map(({ order, title }) => `[${order}] ${title}`);
  return [card.headline, ...(card.readiness ?? []), ...choices, ...orders];
}

export function terminalPager(say: (text: string) => void): Pager {
  const bell = '\u0007';
  return {
    ring: async (_, text) => say(`${bell}${text}`),
    acknowledge: async () => {},
    resolve: async () => {},
  };
}
