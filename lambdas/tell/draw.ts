/** Posts a card once, then edits it in place, and only when it says something new. */

import type { Card, CardCursor } from '../../core/card.ts';
import type { Instant } from '../../core/names.ts';
import { Busy, Trouble } from '../../core/trouble.ts';
import { drawingOf, noDrawing, spelledDrawing } from './drawing.ts';
import type { Shelf } from './shelf.ts';
import type { TellWorld } from './tell.ts';

export interface Drawn {
  readonly cursor: CardCursor;
  readonly posted: boolean;
  /** False when drawing waits a moment, because the room has just been drawn in. */
  readonly current: boolean;
  /** False while an older edit may yet arrive on top of it: it is drawn once more then. */
  readonly settled: boolean;
}

/** A room takes about fifty edits a minute; progress may wait, questions may not. */
const paceMs = 1_200;

/** An edit whose answer was lost may still arrive, on top of a newer one; not after so long. */
const strayMs = 15_000;

/** `place`: the prefix of what is remembered of this card. `known`: where the journal has it. */
export async function draw(
  card: Card,
  place: string,
  known: CardCursor | undefined,
  kept: Shelf,
  world: TellWorld,
): Promise<Drawn> {
  const cursor = (await kept.cursor(`${place}card`)) ?? known;
  if (cursor === undefined) return await post(card, place, kept, world);
  const shown = drawingOf(await kept.text(`${place}drawn`)) ?? noDrawing;
  const now = world.clock.now();
  const stray = shown.lostAt !== undefined && now - shown.lostAt < strayMs;
  const same = shown.card === JSON.stringify(card);
  if (same && (stray || shown.lostAt === undefined))
    return { cursor, posted: false, current: true, settled: !stray };
  if (card.tone === 'moving' && now - shown.at < paceMs)
    return { cursor, posted: false, current: false, settled: false };

  const keep = (text: string, lostAt: Instant | undefined) =>
    kept.put(`${place}drawn`, spelledDrawing({ at: now, card: text, lostAt }));
  try {
    await world.chat.update(cursor, card);
  } catch (error) {
    // Somebody deleted it. People must be told all the same, so the card stands anew.
    if (error instanceof Trouble && error.code === 'card-gone')
      return await post(card, place, kept, world);
    if (!(error instanceof Busy)) await keep('', now);
    throw error;
  }
  await keep(JSON.stringify(card), stray ? shown.lostAt : undefined);
  return { cursor, posted: false, current: true, settled: !stray };
}

/** Whether a former try arrived is not remembered: then the room is asked first. */
async function post(card: Card, place: string, kept: Shelf, world: TellWorld): Promise<Drawn> {
  const begun = await kept.number(`${place}posting`);
  const since = (begun ?? world.clock.now()) as Instant;
  const mark = `${kept.root}/${place}${since}`;
  const there = begun === undefined ? undefined : await world.chat.find(mark, { since });
  if (there !== undefined) await world.chat.update(there, card);
  else await kept.put(`${place}posting`, since);
  const cursor = there ?? (await world.chat.post(card, mark));
  await kept.put(`${place}card`, cursor);
  await kept.put(
    `${place}drawn`,
    spelledDrawing({ at: world.clock.now(), card: JSON.stringify(card), lostAt: undefined }),
  );
  await kept.clear(`${place}posting`);
  return { cursor, posted: true, current: true, settled: true };
}
