/** A watch file that came into force, as the room hears of it. */

import { describe, expect, it } from '@jest/globals';
import { changesIn, type Mandate } from '../../core/mandate.ts';
import type { WatchMode } from '../../core/watch.ts';
import { at, dark, minute, rulebook, Story } from '../build.ts';
import { Stage } from './stage.ts';

const mandate = (mode: WatchMode, ...approvers: readonly string[]): Mandate => ({
  mode,
  approvers: Object.fromEntries(approvers.map((name) => [name, 'U'])),
  ...{ responders: {}, targets: {}, rights: {} },
});

function adopt(story: Story, ms: number, to: Mandate, digest: string): void {
  const { adopted } = story.incident;
  story.facts.push({
    kind: 'adopted',
    at: at(ms),
    file: { digest, author: 'ana', publishedAt: at(ms) },
    ...(adopted === undefined ? {} : { before: adopted.file.digest }),
    mandate: to,
    changes: changesIn(adopted?.mandate, to),
  });
}

describe('the room', () => {
  it('has a card for each file in force, once, and none where nothing changed', async () => {
    const story = new Story();
    const stage = new Stage(story);
    adopt(story, minute, mandate('ask', 'ana'), 'one');
    for (const ms of [1, 2]) await stage.tell(ms * minute);
    adopt(story, 3 * minute, mandate('ask', 'ben'), 'two');
    for (const ms of [3, 4]) await stage.tell(ms * minute);
    adopt(story, 5 * minute, mandate('ask', 'ben'), 'three');
    await stage.tell(5 * minute);
    expect([...stage.cards.values()].map(({ headline }) => headline)).toEqual([
      'orders: The first watch file, by ana, is in force: mode ask; approvers + ana',
      'orders: A new watch file, by ana, is in force: approvers + ben − ana',
    ]);
    expect([stage.edits, stage.said, stage.rung]).toEqual([[], [], []]);
  });

  it('hears of it before the outage that comes next, and not again below its card', async () => {
    const story = new Story();
    const stage = new Stage(story);
    stage.deaf = true;
    adopt(story, minute, mandate('ask', 'ana'), 'one');
    await stage.tell(minute);
    story.sees(9 * minute, dark);
    stage.deaf = false;
    await stage.tell(9 * minute);
    await stage.tell(10 * minute);
    const [first, second, ...more] = [...stage.cards.values()];
    expect(first?.headline).toContain('is in force');
    expect(second?.choices).toHaveLength(1);
    expect(more).toEqual([]);
    expect(stage.said).toEqual([]);
  });

  it('looks for a card whose answer was lost, and does not post it twice', async () => {
    const story = new Story();
    const stage = new Stage(story);
    adopt(story, minute, mandate('ask', 'ana'), 'one');
    stage.mute = true;
    await stage.tell(minute);
    stage.mute = false;
    await stage.tell(2 * minute);
    expect(stage.cards.size).toBe(1);
  });

  it('hears that a watch was silenced, although it only observes from then on', async () => {
    const story = new Story(rulebook({ mode: 'observe' }));
    const stage = new Stage(story);
    adopt(story, minute, mandate('ask', 'ana'), 'one');
    adopt(story, 2 * minute, mandate('observe', 'ana'), 'two');
    story.sees(9 * minute, dark);
    for (const ms of [9, 10]) await stage.tell(ms * minute);
    expect([...stage.cards.values()].map(({ headline }) => headline)).toEqual([
      'orders: A new watch file, by ana, is in force: mode ask → observe',
    ]);
    expect(stage.rung).toEqual([]);
  });
});
