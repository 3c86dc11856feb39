/** Keeps the pager up to date: it rings for a question, and is quiet once that is answered. */

import type { Memory, Pager } from '../../core/ports.ts';
import { type Question, questionsOf } from '../../core/telling.ts';
import { type Shelf, shelf } from './shelf.ts';
import type { Scene } from './tell.ts';

type Ringing = ReadonlyMap<string, 'ringing' | 'acknowledged'>;

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
    const now = await tellOne(question, ringing.get(question.key), pager);
    if (now !== ringing.get(question.key)) ringing = await keep(ringing, question.key, now, kept);
  }
}

/** How the pager stands after it: `undefined` is silence. */
async function tellOne(
  { key, text, is, by }: Question,
  was: 'ringing' | 'acknowledged' | undefined,
  pager: Pager,
): Promise<'ringing' | 'acknowledged' | undefined> {
  switch (is) {
    case 'open':
      if (was === undefined) await pager.ring(key, text);
      return was ?? 'ringing';
    case 'answered':
      if (was === 'ringing') await pager.acknowledge(key, by);
      return was === undefined ? undefined : 'acknowledged';
    case 'closed':
      if (was !== undefined) await pager.resolve(key);
      return undefined;
  }
}

async function ringingOf(kept: Shelf): Promise<Ringing> {
  const lines = (await kept.text('pages'))?.split('\n') ?? [];
  return new Map(
    lines.map((line) => {
      const key = line.slice(1);
      return [key, line.startsWith('!') ? 'ringing' : 'acknowledged'] as const;
    }),
  );
}

async function keep(
  ringing: Ringing,
  key: string,
  now: 'ringing' | 'acknowledged' | undefined,
  kept: Shelf,
): Promise<Ringing> {
  const rest = [...ringing].filter(([known]) => known !== key);
  const after: Ringing = new Map(now === undefined ? rest : [...rest, [key, now]]);
  const lines = [...after].map(([of, is]) => `${is === 'ringing' ? '!' : '.'}${of}`);
  await kept.put('pages', lines.join('\n'));
  return after;
}
