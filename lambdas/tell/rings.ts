/** Keeps the pager up to date: it rings for a question, and is quiet once that is answered. */

import type { Memory, Pager } from '../../core/ports.ts';
import { type Question, questionsOf } from '../../core/telling.ts';
import { type Shelf, shelf } from './shelf.ts';
import type { Scene } from './tell.ts';

/** `begun` is kept before the first ring: a ring whose answer was lost must be put to rest too. */
type Ring = 'begun' | 'ringing' | 'acknowledged';
type Ringing = ReadonlyMap<string, Ring>;

export async function tellPager(
  { watch, incident, facts }: Scene,
  { memory, pager }: { readonly memory: Memory; readonly pager: Pager },
): Promise<void> {
  const kept = shelf(memory, `tell/${watch.name}`);
  const questions = questionsOf(facts, watch, incident.number);
  let ringing = await ringingOf(kept);
  for (const key of ringing.keys()) {
    if (questions.some((question) => question.key === key)) continue;
    // Of an incident that is over: its journal has been left behind.
    await pager.resolve(key);
    ringing = await keep(ringing, key, undefined, kept);
  }
  for (const question of questions) {
    const { key, is } = question;
    if (is === 'open' && !ringing.has(key)) ringing = await keep(ringing, key, 'begun', kept);
    const now = await tellOne(question, ringing.get(key), pager);
    if (now !== ringing.get(key)) ringing = await keep(ringing, key, now, kept);
  }
}

/** How the pager stands after it: `undefined` is silence. */
async function tellOne(
  { key, text, is, by }: Question,
  was: Ring | undefined,
  pager: Pager,
): Promise<Ring | undefined> {
  switch (is) {
    case 'open':
      if (was !== 'begun') return was;
      await pager.ring(key, text);
      return 'ringing';
    case 'answered':
      if (was === 'begun' || was === 'ringing') await pager.acknowledge(key, by);
      return was === undefined ? undefined : 'acknowledged';
    case 'closed':
      if (was !== undefined) await pager.resolve(key);
      return undefined;
  }
}

const marks = { begun: '?', ringing: '!', acknowledged: '.' } as const satisfies Record<
  Ring,
  string
>;

async function ringingOf(kept: Shelf): Promise<Ringing> {
  const lines = (await kept.text('pages'))?.split('\n') ?? [];
  return new Map(lines.map((line) => [line.slice(1), ringOf(line)]));
}

function ringOf(line: string): Ring {
  if (line.startsWith(marks.begun)) return 'begun';
  return line.startsWith(marks.ringing) ? 'ringing' : 'acknowledged';
}

async function keep(
  ringing: Ringing,
  key: string,
  now: Ring | undefined,
  kept: Shelf,
): Promise<Ringing> {
  const rest = [...ringing].filter(([known]) => known !== key);
  const after: Ringing = new Map(now === undefined ? rest : [...rest, [key, now]]);
  const lines = [...after].map(([of, is]) => `${marks[is]}${of}`);
  await kept.put('pages', lines.join('\n'));
  return after;
}
