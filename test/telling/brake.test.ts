/** A stop of the kill switch as people meet it: on the card, on a notice, below them, at the pager. */

import { describe, expect, it } from '@jest/globals';
import type { Person } from '../../core/names.ts';
import { cardOf } from '../../core/telling.ts';
import { ana, carla, dark, minute, Story } from '../build.ts';
import { Stage } from './stage.ts';

const told =
  'Stopped by carla (slack) at 00:11:00 UTC: the partner called; nothing is changed in Azure until an approver lifts it';

function stop(story: Story, ms: number, by: Person = carla, mark = 'm1') {
  return story.tell(ms, { kind: 'pulled', by, why: 'the partner called', via: 'slack', mark });
}

function lift(story: Story, ms: number, of = 'm1') {
  return story.tell(ms, { kind: 'released', by: ana, why: 'all clear', via: 'slack', of });
}

const card = (story: Story) => cardOf(story.incident, story.rules.watch, story.facts);

describe('the card of a move', () => {
  it('has a button to stop everything, and says who did, until it is lifted', () => {
    const story = Story.approved();
    expect(card(story)?.brake).toEqual({ is: 'off' });
    stop(story, 11 * minute);
    story.tell(12 * minute, { kind: 'stopped', why: 'the kill switch is on: carla: …' });
    expect(card(story)).toMatchObject({ tone: 'held', brake: { is: 'on', mark: 'm1' } });
    expect(card(story)?.notes[0]).toBe(`${told}.`);
    lift(story, 13 * minute);
    expect(card(story)).toMatchObject({ tone: 'held', brake: { is: 'off' } });
    expect(card(story)?.notes.join()).not.toContain('Stopped');
  });

  it('has none while nothing could be changed, and comes to rest at the end', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    expect(card(story)?.brake).toBeUndefined();
    stop(story, 11 * minute);
    expect(card(story)?.brake).toEqual({ is: 'on', mark: 'm1' });
    story.sees(12 * minute);
    expect(story.incident).toMatchObject({ stage: 'over', stopped: { by: carla } });
    expect(card(story)?.brake).toBeUndefined();
    expect(card(story)?.notes.join()).not.toContain('Stopped');
  });
});

describe('a stop while all is well', () => {
  it('is a notice with a way to lift it, which tells its end', async () => {
    const stage = new Stage(new Story());
    stop(stage.story, 11 * minute);
    await stage.tell(11 * minute);
    expect([...stage.cards.values()]).toMatchObject([
      { headline: `orders: ${told}`, tone: 'news', brake: { is: 'on', mark: 'm1' } },
    ]);
    lift(stage.story, 12 * minute);
    await stage.tell(12 * minute);
    const [notice] = [...stage.cards.values()];
    expect(notice).toMatchObject({
      headline: 'orders: nothing is the matter any more',
      notes: [
        'Over: stopped by carla at 00:11:00 UTC: the partner called; lifted by ana at 00:12:00 UTC: all clear',
      ],
    });
    expect(notice?.brake).toBeUndefined();
    expect(stage.said).toEqual([
      'm1: ana lifted the stop (slack): all clear. A held move waits for an order.',
    ]);
  });
});

describe('the pager', () => {
  it('rings for a stop beside what else is asked, and rests when it is lifted', async () => {
    const stage = new Stage(new Story());
    stage.story.sees(9 * minute, dark);
    await stage.tell(9 * minute);
    stop(stage.story, 11 * minute);
    await stage.tell(11 * minute);
    expect(stage.rung).toEqual(['ring orders/1/offer-1', 'ring stop/m1']);
    stage.story.answers(12 * minute, ana);
    await stage.tell(12 * minute);
    expect(stage.rung.slice(2)).toEqual(['acknowledge orders/1/offer-1 ana']);
    lift(stage.story, 13 * minute);
    await stage.tell(13 * minute);
    expect(stage.rung.slice(3)).toEqual(['resolve stop/m1']);
  });

  it('rings anew for another stop, and not for the next incident', async () => {
    const stage = new Stage(new Story());
    stop(stage.story, 8 * minute);
    stage.story.sees(9 * minute, dark);
    await stage.tell(9 * minute);
    stage.story.sees(12 * minute);
    stage.story.sees(20 * minute, dark);
    await stage.tell(20 * minute);
    expect(stage.story.incident).toMatchObject({ number: 2, stopped: { mark: 'm1' } });
    expect(stage.rung.filter((line) => line.includes('stop/'))).toEqual(['ring stop/m1']);
    stop(stage.story, 21 * minute, ana, 'm2');
    await stage.tell(21 * minute);
    expect(stage.rung.filter((line) => line.includes('stop/'))).toEqual([
      'ring stop/m1',
      'resolve stop/m1',
      'ring stop/m2',
    ]);
  });
});
