/** The people of a story: they see only cards, and click as people do, and as people should not. */

import type { Card, CardChoice, CardOrder } from '../../core/card.ts';
import type { Click } from '../../core/click.ts';
import type { Digest } from '../../core/names.ts';
import type { Stage } from '../play/stage.ts';
import type { Dice } from '../world/dice.ts';
import type { Temper } from './script.ts';

export interface Room {
  readonly stage: Stage;
  readonly dice: Dice;
  readonly temper: Temper;
  /** Whether everything is healed, and people with it. */
  healed(): boolean;
  click(click: Click): Promise<void>;
}

type Given = Extract<Click, { kind: 'answer' }>;

/** Looks at the room every second; each question is met once, each answer takes its time. */
export async function people(room: Room, stop: AbortSignal): Promise<void> {
  const met = new Map<string, number>();
  while (!stop.aborted) {
    for (const [nth, { versions }] of room.stage.chat.cards.entries()) {
      const card = versions.at(-1);
      if (card === undefined) continue;
      const times = meet(met, `${nth}/${questionOf(card)}`);
      if (card.orders.length > 0 && times % patience(room) === 0) void order(card, times, room);
      if (card.choices.length > 0 && times === 0) void answer(card, room);
    }
    await room.stage.clock.sleep(1_000, stop);
  }
}

function meet(met: Map<string, number>, question: string): number {
  const times = met.get(question) ?? 0;
  met.set(question, times + 1);
  return times;
}

/** Seconds between two orders about one question. */
function patience({ healed }: Room): number {
  return healed() ? 10 : 25;
}

function questionOf({ choices, orders, incident }: Card): string {
  const [choice] = choices;
  const asked = choice && `${choice.offer} ${choice.despite ?? ''}`;
  return [incident, asked, orders.map((o) => `${o.order} ${o.step}`).join()].join(' ');
}

async function answer(card: Card, room: Room): Promise<void> {
  const { dice, temper, stage, healed } = room;
  const [first] = card.choices;
  if (first === undefined || healed()) return;
  const reaction = () => stage.clock.sleep(dice.between(1_000, temper.slowMs));
  if (dice.chance(temper.errs)) void err(card, first, room);
  await reaction();
  if (dice.chance(temper.declines)) return room.click(clickOn(card, first, room, { yes: false }));
  if (!dice.chance(temper.approves)) return;
  const choice = dice.pick(card.choices);
  const typed = choice.despite === undefined ? {} : { word: choice.despite };
  const yes = clickOn(card, choice, room, typed);
  const others = clickOn(card, dice.pick(card.choices), room, { user: 'ben', name: 'ben' });
  if (dice.chance(temper.doubles)) void room.click(dice.chance(0.5) ? yes : others);
  await room.click(yes);
}

/** What nobody should click, sooner or later. */
async function err(card: Card, choice: CardChoice, room: Room): Promise<void> {
  const { dice, stage } = room;
  await stage.clock.sleep(dice.between(1_000, 30_000));
  const wrong: Partial<Given> = dice.pick<() => Partial<Given>>([
    () => ({ user: 'mallory', name: 'mallory' }),
    // Known in the room, and not one of those who may.
    () => ({ user: 'carla', name: 'carla' }),
    () => ({ digest: `${choice.digest.slice(0, 8)}00000000` as Digest }),
    () => ({ offer: choice.offer - 1 }),
    () => ({ incident: card.incident - 1 }),
    () => ({ word: 'YES' }),
  ])();
  const late = dice.chance(0.4);
  if (late)
    await stage.clock.sleep(choice.until - stage.clock.now() + dice.between(-2_000, 20_000));
  await room.click(clickOn(card, choice, room, late ? {} : wrong));
}

async function order(card: Card, times: number, room: Room): Promise<void> {
  const { dice, stage, healed } = room;
  await stage.clock.sleep(dice.between(1_000, 8_000));
  if (healed()) return give(card, sensible(card, times, dice), 'ana', room);
  if (dice.chance(0.4)) return;
  const strange = dice.chance(0.1);
  const [back] = card.wishes ?? [];
  if (back !== undefined && dice.chance(0.15)) {
    const user = strange ? 'carla' : dice.pick(['ana', 'ben']);
    const wish = { kind: 'wish', move: back.move, services: [], why: 'as the story goes' } as const;
    return room.click({ ...base(card, room), user, name: user, ...wish });
  }
  await give(card, dice.pick(card.orders), strange ? 'carla' : dice.pick(['ana', 'ben']), room);
}

/** Tries, goes on all the same, and in the end gives up. */
function sensible(card: Card, times: number, dice: Dice): CardOrder {
  const like = (order: string) => card.orders.find((o) => o.order === order);
  const stop = times >= 40 ? like('abandon') : undefined;
  const chosen = stop ?? (dice.chance(0.5) ? like('proceed') : undefined) ?? like('retry');
  return chosen ?? dice.pick(card.orders);
}

async function give(card: Card, { order: given, step }: CardOrder, by: string, room: Room) {
  await room.click({
    ...base(card, room),
    kind: 'order',
    user: by,
    name: by,
    order: given,
    why: 'as the story goes',
    ...(step === undefined ? {} : { step }),
  });
}

function clickOn(card: Card, choice: CardChoice, room: Room, more: Partial<Given>): Given {
  const { digest, offer } = choice;
  const who = { user: 'ana', name: 'ana' };
  return { ...base(card, room), kind: 'answer', ...who, yes: true, digest, offer, ...more };
}

function base({ watch, incident }: Card, { dice }: Room) {
  const nonce = `click-${dice.whole(1_000_000)}`;
  return { via: 'lab', watch: watch as Click['watch'], incident, nonce };
}
