/** Keeps the room up to date: one card per outage, one notice per watch, lines below them. */

import type { CardCursor } from '../../core/card.ts';
import { isAsking } from '../../core/carrying.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';

import type { Incident } from '../../core/incident.ts';

import { learn } from '../../core/learn.ts';
import { cardOf, noticeOf } from '../../core/telling.ts';
import { Busy, Trouble } from '../../core/trouble.ts';
import { tellAdoption } from './adoption.ts';
import { draw } from './draw.ts';
import { isResting, tellNews } from './lines.ts';
import { type Shelf, shelf } from './shelf.ts';
import type { Scene, Telling, TellWorld } from './tell.ts';

export async function tellChat(scene: Scene, world: TellWorld): Promise<Telling> {
  const kept = shelf(world.memory, `tell/${scene.watch.name}`);
  if (world.clock.now() < ((await kept.number('quietUntil')) ?? 0)) return 'again';
  try {
    return await tellRoom(scene, kept, world);
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
    // Nobody waits in here: the other watches have their turn, and this one comes back.
    await kept.put('quietUntil', world.clock.now() + error.retryAfterMs);
    return 'again';
  }
}

async function tellRoom(scene: Scene, kept: Shelf, world: TellWorld): Promise<Telling> {
  await tellAdoption(scene, kept, world);
  if (scene.watch.mode === 'observe') return 'told';
  await noteFormer(scene, kept);
  const telling = await tellOpen(scene, kept, world);
  await endFormer(scene, kept, world);
  return telling;
}

async function tellOpen(scene: Scene, kept: Shelf, world: TellWorld): Promise<Telling> {
  const outage = await tellOutage(scene, kept, world);
  const notice = await tellNotice(scene, kept, world);
  await tellNews(scene, { outage: outage.cursor, notice }, kept, world);
  if (!outage.drawn) return 'again';
  await ask(scene, outage.cursor, world);
  return outage.settled ? 'told' : 'again';
}

/** What was open, and ended unseen as the next incident opened first: kept until it is told. */
async function noteFormer({ incident }: Scene, kept: Shelf): Promise<void> {
  const open = await kept.number('open');
  if (open === undefined || open === incident.number) return;
  await kept.put('former', open);
  await kept.clear('open');
}

/** It is told to its end all the same; last, for what is unreadable of the past must not hush the present. */
async function endFormer({ watch }: Scene, kept: Shelf, world: TellWorld): Promise<void> {
  const former = await kept.number('former');
  if (former === undefined) return;
  const cursor = await kept.cursor(`${former}/card`);
  const facts = factsOf(await world.journal.incident(watch.name, former));
  const card = cardOf(replay(facts), watch, facts);
  const begun = await kept.number(`${former}/posting`);
  if (cursor !== undefined && card !== undefined) {
    await world.chat.update(cursor, card).catch(unlessGone);
  } else if (begun !== undefined && card !== undefined) {
    // It may stand in the room, and where was never remembered.
    await draw(card, `${former}/`, undefined, kept, world);
  }
  await kept.clear('former');
}

/** Nobody is left to be told on it. */
function unlessGone(error: unknown): void {
  if (error instanceof Trouble && error.code === 'card-gone') return;
  throw error;
}

interface Told {
  readonly cursor: CardCursor | undefined;
  /** False when the room shows something older, for a moment. */
  readonly drawn: boolean;
  readonly settled: boolean;
}

async function tellOutage(scene: Scene, kept: Shelf, world: TellWorld): Promise<Told> {
  const { facts, incident, watch } = scene;
  const asked = facts.findIndex(({ kind }) => kind === 'confirmed' || kind === 'wished');
  const card = asked === -1 ? undefined : cardOf(incident, watch, facts);
  if (card === undefined) return { cursor: undefined, drawn: true, settled: true };

  const { number } = incident;
  // Before it is drawn: whoever dies in between leaves it open, and its end will be told.
  if (incident.stage !== 'over' && (await kept.number('open')) !== number)
    await kept.put('open', number);
  const drawn = await draw(card, `${number}/`, journalled(incident), kept, world);
  if (drawn.posted) {
    // What came before is on the card; what came after is also told below it.
    if ((await kept.number(`${number}/told`)) === undefined)
      await kept.put(`${number}/told`, asked + 1);
  }
  if (incident.stage === 'over') await kept.clear('open');
  return { cursor: drawn.cursor, drawn: drawn.current, settled: drawn.settled };
}

/** A memory may be lost; the journal knows the card of every question that was asked. */
function journalled(incident: Incident): CardCursor | undefined {
  return 'cursor' in incident ? incident.cursor : undefined;
}

/** Where the news of conditions belongs: a notice that was already there. */
async function tellNotice(
  scene: Scene,
  kept: Shelf,
  world: TellWorld,
): Promise<CardCursor | undefined> {
  const { incident, watch, facts } = scene;
  if (!isResting(incident)) return undefined;
  const card = noticeOf(incident, watch, facts);
  const known = await kept.cursor('notice/card');
  const fresh = facts.slice((await kept.number(`${incident.number}/told`)) ?? 0);
  const stands = incident.conditions.length > 0 || incident.stopped !== undefined;
  const due = stands || fresh.some(({ kind }) => kind === 'noticed' || kind === 'stopped');
  if (card === undefined || (known === undefined && !due)) return undefined;
  const drawn = await draw(card, 'notice/', undefined, kept, world);
  // When nothing stands any more this notice is finished: the next one is posted anew, and seen.
  if (!stands) await kept.clear('notice/card');
  return drawn.posted ? undefined : drawn.cursor;
}

/** Only now that people can see it, the offer counts as asked. */
async function ask(
  { incident, watch }: Scene,
  cursor: CardCursor | undefined,
  world: TellWorld,
): Promise<void> {
  if (!isAsking(incident) || incident.asked || cursor === undefined) return;
  const offer = incident.offer?.number;
  if (offer === undefined) return;
  await learn([{ kind: 'asked', offer, cursor }], { watch, digest: world.digest }, world);
}
