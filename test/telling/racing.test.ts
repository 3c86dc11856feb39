/** Two functions that tell at once, one of them held up: people never see the older card last. */

import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../core/card.ts';
import type { Chat, Journal, Pager } from '../../core/ports.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { tell } from '../../lambdas/tell/tell.ts';
import { ana, at, dark, fence, minute, Story } from '../build.ts';
import { journalOf } from './stage.ts';

const quiet: Pager = {
  ring: async () => undefined,
  acknowledge: async () => undefined,
  resolve: async () => undefined,
};

function scene() {
  const story = new Story();
  story.sees(9 * minute, dark);
  const clock = virtualClock(at(9 * minute));
  const memory = memoryMemory(clock);
  const shown: Card[] = [];
  const chat: Chat = {
    post: async (card) => {
      shown.push(card);
      return { channel: 'C1', id: 'm1' };
    },
    update: async (_, card) => void shown.push(card),
    reply: async () => undefined,
    find: async () => undefined,
  };
  const { watch, digest } = story.rules;
  const journal = journalOf(story.facts);
  const by = (more: { journal?: Journal; chat?: Chat } = {}) =>
    tell(watch, { clock, memory, chat, pager: quiet, journal, digest, ...more });
  return { story, clock, journal, chat, shown, by };
}

describe('one who was held up', () => {
  it('between reading and telling tells nothing any more', async () => {
    const { story, clock, journal, shown, by } = scene();
    await by();
    story.answers(9 * minute + 1_000, ana);
    let reads = 0;
    const read: Journal['read'] = async (watch) => {
      const before = await journal.read(watch);
      reads += 1;
      // First it sees that something is new, then it reads what it tells.
      if (reads === 2) await clock.sleep(40_000);
      return before;
    };
    const slow = by({ journal: { ...journal, read } });
    await clock.advance(35_000);
    story.preflights(9 * minute + 5_000);
    story.inspects(9 * minute + 20_000, fence.name, { is: 'done' });
    expect(await by()).toBe('told');
    const newest = shown.at(-1);
    expect(await clock.play(slow)).toBe('again');
    expect(shown.at(-1)).toBe(newest);
  });

  it('leaves what it could not begin in time to the next, who tells it', async () => {
    const { story, clock, chat, shown, by } = scene();
    await by();
    story.answers(9 * minute + 1_000, ana);
    const reply: Chat['reply'] = () => clock.sleep(25_000);
    story.answers(9 * minute + 2_000, ana);
    expect(await clock.play(by({ chat: { ...chat, reply } }))).toBe('again');
    expect(await clock.play(by())).toBe('told');
    expect(shown.at(-1)?.tone).toBe('moving');
  });
});
