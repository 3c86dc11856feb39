/** The lines below a card: each fact once and in order, also after the room was out of reach. */

import type { CardCursor } from '../../core/card.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Instant } from '../../core/names.ts';
import { lateText, newsOf } from '../../core/telling.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Shelf } from './shelf.ts';
import type { Scene, TellWorld } from './tell.ts';

export interface Places {
  readonly outage: CardCursor | undefined;
  readonly notice: CardCursor | undefined;
}

/** One message: the facts from `from` up to and without `upTo`. */
interface Unit {
  readonly from: number;
  readonly upTo: number;
  readonly below: CardCursor;
  readonly lines: readonly Line[];
}

interface Line {
  readonly at: Instant;
  readonly text: string;
  /** Of its fact. */
  readonly index: number;
  readonly below: CardCursor;
}

/** What is older than this when it is told was held up: several such lines are one message. */
const lateMs = 60_000;
/** Of one message, so that none is cut. */
const linesMax = 15;

/** The place moves on only after a message was sent, so a deaf room loses nothing. */
export async function tellNews(
  scene: Scene,
  to: Places,
  kept: Shelf,
  world: TellWorld,
): Promise<void> {
  const { facts, incident } = scene;
  const key = `${incident.number}/told`;
  const from = (await kept.number(key)) ?? afterAsked(facts);
  const begun = begunIn(await kept.text(`${incident.number}/saying`), from);
  const lines = linesOf(scene, to, from);
  for (const unit of unitsOf(lines, { from, begun, now: world.clock.now() })) {
    await say(unit, scene, { kept, begun, world });
    await kept.put(key, unit.upTo);
  }
  if (from < facts.length) await kept.put(key, facts.length);
}

/** A message of which it is not known whether it was sent. */
interface Begun {
  readonly upTo: number;
  readonly at: Instant;
}

function begunIn(text: string | undefined, from: number): Begun | undefined {
  const [begunFrom, upTo, at] = (text ?? '').split(' ').map(Number);
  if (begunFrom !== from || upTo === undefined || at === undefined) return undefined;
  return { upTo, at: at as Instant };
}

async function say(
  { from, upTo, below, lines }: Unit,
  { incident, watch }: Scene,
  { kept, begun, world }: { kept: Shelf; begun: Begun | undefined; world: TellWorld },
): Promise<void> {
  const place = `${incident.number}/saying`;
  const mark = `tell/${watch.name}/${incident.number}/facts-${from}-${upTo}`;
  if (begun?.upTo === upTo) {
    const there = await world.chat.find(mark, { since: begun.at, below });
    if (there !== undefined) return;
  }
  await kept.put(place, `${from} ${upTo} ${begun?.at ?? world.clock.now()}`);
  const [only] = lines;
  const late = only === undefined || lines.length > 1 || world.clock.now() - only.at >= lateMs;
  const text = late ? lateText(lines) : only.text;
  await world.chat.reply(below, text, mark).catch(async (error: unknown) => {
    // Somebody deleted the card above it: the next turn posts another.
    const gone = error instanceof Trouble && error.code === 'card-gone';
    if (gone) await kept.clear(`${incident.number}/drawn`);
    throw error;
  });
}

/** What is new and can be said somewhere. */
function linesOf({ facts, incident, watch }: Scene, to: Places, from: number): readonly Line[] {
  return facts.flatMap((fact, index) => {
    if (index < from) return [];
    const text = newsOf(fact, watch, facts.slice(0, index));
    const below = isNoticed(fact) && isResting(incident) ? to.notice : to.outage;
    return text === undefined || below === undefined ? [] : [{ at: fact.at, text, index, below }];
  });
}

/** What was begun is one message again, just as it was; the rest by how late it is. */
function unitsOf(
  lines: readonly Line[],
  { from, begun, now }: { from: number; begun: Begun | undefined; now: Instant },
): readonly Unit[] {
  const units: Unit[] = [];
  for (const line of lines) {
    const last = units.at(-1);
    const again = line.index < (begun?.upTo ?? 0);
    const closed = last?.upTo === begun?.upTo || !isLate(last, now);
    if (last === undefined || last.below.id !== line.below.id || (!again && closed)) {
      const { index, below } = line;
      units.push({ from: last?.upTo ?? from, upTo: index + 1, below, lines: [line] });
    } else {
      units.splice(-1, 1, { ...last, upTo: line.index + 1, lines: [...last.lines, line] });
    }
  }
  return units;
}

function isLate(unit: Unit | undefined, now: Instant): boolean {
  const [first] = unit?.lines ?? [];
  return first !== undefined && now - first.at >= lateMs && (unit?.lines.length ?? 0) < linesMax;
}

/** Where to go on when the memory was lost: what was asked had been told. */
function afterAsked(facts: readonly Fact[]): number {
  return facts.findLastIndex((fact) => fact.kind === 'asked') + 1;
}

function isNoticed({ kind }: Fact): boolean {
  return ['noticed', 'ceased', 'stopped', 'lifted'].includes(kind);
}

/** While an outage is open its card tells conditions and stops; else the notice does. */
export function isResting({ stage }: Incident): boolean {
  return stage === 'calm' || stage === 'suspected' || stage === 'over';
}
