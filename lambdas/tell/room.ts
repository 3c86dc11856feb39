/** Keeps the room up to date: one card per outage, one notice per watch, lines below them. */

import type { Card, CardCursor } from '../../core/card.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import { learn } from '../../core/learn.ts';
import { cardOf, newsOf, noticeOf } from '../../core/telling.ts';
import { draw } from './draw.ts';
import { type Shelf, shelf } from './shelf.ts';
import type { Scene, Telling, TellWorld } from './tell.ts';

export async function tellChat(scene: Scene, world: TellWorld): Promise<Telling> {
  const kept = shelf(world.memory, `tell/${scene.watch.name}`);
  await endFormer(scene, kept, world);
  const outage = await tellOutage(scene, kept, world);
  const notice = await tellNotice(scene, kept, world);
  await tellNews(scene, { outage: outage.cursor, notice }, kept, world);
  if (!outage.drawn) return 'again';
  await ask(scene, outage.cursor, world);
  return 'told';
}

/** An incident that ended unseen, as the next one opened first, must not look open for ever. */
async function endFormer({ watch, incident }: Scene, kept: Shelf, world: TellWorld): Promise<void> {
  const former = await kept.number('open');
  if (former === undefined || former === incident.number) return;
  const cursor = await kept.cursor(`${former}/card`);
  if (cursor !== undefined) await world.chat.update(cursor, endedCard(watch.name, former));
  await kept.clear('open');
}

function endedCard(watch: string, incident: number): Card {
  const headline = `Incident ${incident} of ${watch} is over; another has begun since`;
  const nothing = { evidence: [], layers: [], notes: [], choices: [], progress: [], orders: [] };
  return { headline, tone: 'calm', watch, incident, ...nothing };
}

interface Told {
  readonly cursor: CardCursor | undefined;
  /** False when the room shows something older, for a moment. */
  readonly drawn: boolean;
}

async function tellOutage(scene: Scene, kept: Shelf, world: TellWorld): Promise<Told> {
  const { facts, incident, watch } = scene;
  const confirmed = facts.findIndex((fact) => fact.kind === 'confirmed');
  const card = confirmed === -1 ? undefined : cardOf(incident, watch, facts);
  if (card === undefined) return { cursor: undefined, drawn: true };

  const { number } = incident;
  const drawn = await draw(card, `${number}/`, journalled(incident), kept, world);
  if (drawn.posted) {
    await kept.put('open', number);
    // What came before is on the card; what came after is also told below it.
    if ((await kept.number(`${number}/told`)) === undefined)
      await kept.put(`${number}/told`, confirmed + 1);
  }
  if (incident.stage === 'over') await kept.clear('open');
  return { cursor: drawn.cursor, drawn: drawn.current };
}

/** A memory may be lost; the journal knows the card of every question that was asked. */
function journalled(incident: Incident): CardCursor | undefined {
  return 'cursor' in incident ? incident.cursor : undefined;
}

/** While an outage is open its card tells the conditions; else the notice does. */
function isResting({ stage }: Incident): boolean {
  return stage === 'calm' || stage === 'suspected' || stage === 'over';
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
  const due = incident.conditions.length > 0 || fresh.some((fact) => fact.kind === 'noticed');
  if (card === undefined || (known === undefined && !due)) return undefined;
  const drawn = await draw(card, 'notice/', undefined, kept, world);
  // When nothing stands any more this notice is finished: the next one is posted anew, and seen.
  if (incident.conditions.length === 0) await kept.clear('notice/card');
  return drawn.posted ? undefined : drawn.cursor;
}

/** Each line once. The place moves on only after a line was said, so a deaf room loses nothing. */
async function tellNews(
  { facts, incident, watch }: Scene,
  to: { readonly outage: CardCursor | undefined; readonly notice: CardCursor | undefined },
  kept: Shelf,
  world: TellWorld,
): Promise<void> {
  const key = `${incident.number}/told`;
  const from = (await kept.number(key)) ?? afterAsked(facts);
  for (const [index, fact] of facts.entries()) {
    if (index < from) continue;
    const text = newsOf(fact, watch, facts.slice(0, index));
    const below = isCondition(fact) && isResting(incident) ? to.notice : to.outage;
    if (text === undefined || below === undefined) continue;
    await world.chat.reply(below, text);
    await kept.put(key, index + 1);
  }
  if (from < facts.length) await kept.put(key, facts.length);
}

/** Where to go on when the memory was lost: what was asked had been told. */
function afterAsked(facts: readonly Fact[]): number {
  return facts.findLastIndex((fact) => fact.kind === 'asked') + 1;
}

function isCondition({ kind }: Fact): boolean {
  return kind === 'noticed' || kind === 'ceased';
}

/** Only now that people can see it, the offer counts as asked. */
async function ask(
  { incident, watch }: Scene,
  cursor: CardCursor | undefined,
  world: TellWorld,
): Promise<void> {
  if (incident.stage !== 'confirmed' || incident.asked || cursor === undefined) return;
  const offer = incident.offer?.number;
  if (offer === undefined) return;
  await learn([{ kind: 'asked', offer, cursor }], { watch, digest: world.digest }, world);
}
