/** What is remembered of a card as people see it, so that it is drawn again only when it differs. */

import type { Instant } from '../../core/names.ts';

export interface Drawing {
  readonly at: Instant;
  /** The card as JSON; empty when it is not known which one stands there. */
  readonly card: string;
  /** When the answer to an edit was lost that may yet arrive. */
  readonly lostAt: Instant | undefined;
}

export const noDrawing: Drawing = { at: 0 as Instant, card: '', lostAt: undefined };

export function spelledDrawing({ at, card, lostAt }: Drawing): string {
  return `${at} ${lostAt ?? '-'} ${card}`;
}

/** Undefined for what an older version kept there: then the card is drawn anew. */
export function drawingOf(text: string | undefined): Drawing | undefined {
  const [, at, lost, card = ''] = /^(\d+) (\d+|-) (.*)$/s.exec(text ?? '') ?? [];
  if (at === undefined) return undefined;
  const lostAt = lost === '-' ? undefined : (Number(lost) as Instant);
  return { at: Number(at) as Instant, card, lostAt };
}
