/** Posts a card once, then edits it in place, and only when it says something new. */

import type { Card, CardCursor } from '../../core/card.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Shelf } from './shelf.ts';
import type { TellWorld } from './tell.ts';

export interface Drawn {
  readonly cursor: CardCursor;
  readonly posted: boolean;
  /** False when drawing waits a moment, because the room has just been drawn in. */
  readonly current: boolean;
}

/** A room takes about one message a second; progress may wait, questions may not. */
const paceMs = 1_000;

/** `place`: the prefix of what is remembered of this card. `known`: where the journal has it. */
export async function draw(
  card: Card,
  place: string,
  known: CardCursor | undefined,
  kept: Shelf,
  world: TellWorld,
): Promise<Drawn> {
  const digest = world.digest(JSON.stringify(card));
  const cursor = (await kept.cursor(`${place}card`)) ?? known;
  if (cursor === undefined) return await post(card, digest, place, kept, world);
  const same = (await kept.text(`${place}drawn`)) === digest;
  if (same) return { cursor, posted: false, current: true };

  const now = world.clock.now();
  const last = (await kept.number(`${place}drawnAt`)) ?? 0;
  if (card.tone === 'moving' && now - last < paceMs)
    return { cursor, posted: false, current: false };
  try {
    await world.chat.update(cursor, card);
  } catch (error) {
    // Somebody deleted it. People must be told all the same, so the card stands anew.
    if (error instanceof Trouble && error.code === 'card-gone')
      return await post(card, digest, place, kept, world);
    throw error;
  }
  await remember(digest, place, kept, world);
  return { cursor, posted: false, current: true };
}

async function post(
  card: Card,
  digest: string,
  place: string,
  kept: Shelf,
  world: TellWorld,
): Promise<Drawn> {
  const cursor = await world.chat.post(card);
  await kept.put(`${place}card`, cursor);
  await remember(digest, place, kept, world);
  return { cursor, posted: true, current: true };
}

async function remember(
  digest: string,
  place: string,
  kept: Shelf,
  { clock }: TellWorld,
): Promise<void> {
  await kept.put(`${place}drawn`, digest);
  await kept.put(`${place}drawnAt`, clock.now());
}
