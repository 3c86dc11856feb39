/** Telling as people meet it: one card, each line once, and a pager that knows when to stop. */

import { describe, expect, it } from '@jest/globals';
import {
  alias,
  ana,
  bob,
  dark,
  down,
  enable,
  fence,
  minute,
  rulebook,
  Story,
  turn,
} from '../build.ts';
import { Stage } from './stage.ts';

const done = { is: 'done' } as const;

function outage(): Stage {
  const story = new Story();
  story.sees(9 * minute, dark);
  return new Stage(story);
}

describe('the room', () => {
  it('is told nothing while all is well', async () => {
    const story = new Story();
    story.sees(minute);
    const stage = new Stage(story);
    expect(await stage.tell(minute)).toBe('told');
    expect(stage.cards.size).toBe(0);
  });

  it('shows one card per incident, edited in place to its end', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    await stage.tell(9 * minute + 1);
    stage.story.answers(10 * minute, ana);
    await stage.tell(10 * minute);
    stage.story.preflights(10 * minute);
    for (const [i, step] of [fence, alias, enable, turn].entries()) {
      stage.story.inspects(11 * minute + i * 2_000, step.name, done);
      await stage.tell(11 * minute + i * 2_000);
    }
    stage.story.sees(13 * minute, dark, 'secondary');
    await stage.tell(13 * minute);
    expect([...stage.cards.keys()]).toEqual(['m1']);
    expect(stage.cards.get('m1')?.tone).toBe('good');
    expect(stage.said).toEqual([
      'm1: ana approved (terminal): Move all 3 services to northeurope (forced).',
      'm1: Proven from outside: receivers, bus and api serve from northeurope.',
    ]);
  });

  it('is not drawn in when nothing changed', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    await stage.tell(10 * minute);
    expect(stage.edits).toEqual([]);
  });

  it('keeps nobody out, and nothing for later, while nothing is new', async () => {
    const stage = outage();
    while ((await stage.tell(9 * minute)) === 'again');
    await stage.tell(9 * minute + 1_000);
    const before = [...stage.kept];
    expect(await stage.tell(10 * minute)).toBe('told');
    expect([...stage.kept]).toEqual(before);
  });

  it('counts an offer as asked only once its card can be seen', async () => {
    const stage = outage();
    stage.deaf = true;
    await stage.tell(9 * minute);
    expect(stage.story.facts.map((fact) => fact.kind)).not.toContain('asked');
    stage.deaf = false;
    await stage.tell(9 * minute + 1_000);
    expect(stage.story.facts.at(-1)).toMatchObject({
      kind: 'asked',
      offer: 1,
      cursor: { channel: 'C1', id: 'm1' },
    });
    expect(await stage.tell(9 * minute + 2_000)).toBe('told');
    expect(stage.story.facts.filter((fact) => fact.kind === 'asked')).toHaveLength(1);
  });

  it('hears everything once after it was deaf, and the pager rang meanwhile', async () => {
    const stage = outage();
    stage.deaf = true;
    expect(await stage.tell(9 * minute)).toContain('Slack is down');
    stage.story.answers(10 * minute, bob);
    await stage.tell(10 * minute);
    stage.story.sees(25 * minute, dark);
    await stage.tell(25 * minute);
    expect(stage.rung).toContain('ring orders/1/offer-1');
    stage.deaf = false;
    await stage.tell(26 * minute);
    await stage.tell(27 * minute);
    expect([...stage.cards.values()].map((card) => card.choices[0]?.offer)).toEqual([2]);
    expect(stage.said).toEqual([
      [
        'm1: Told late:',
        '00:10:00 UTC  Not taken from bob (terminal): bob may not approve this watch.',
        '00:25:00 UTC  Offer 1 lapsed unanswered; nothing was changed.',
        '00:25:00 UTC  Asked anew, until 00:40:00 UTC: Move all 3 services to northeurope (forced).',
      ].join('\n'),
    ]);
  });

  it('that turns deaf between two lines hears each of them once', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.answers(25 * minute - 1_000, bob);
    stage.story.sees(25 * minute, dark);
    stage.patience = 1;
    await stage.tell(25 * minute);
    stage.patience = 9;
    await stage.tell(25 * minute + 5_000);
    expect(stage.said.map((line) => line.split(' ')[1])).toEqual(['Not', 'Offer', 'Asked']);
  });

  it('keeps its one card when the memory is lost, because the journal knows it', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.sees(25 * minute, dark);
    await stage.tell(25 * minute);
    stage.kept.clear();
    stage.story.answers(26 * minute, bob);
    await stage.tell(26 * minute);
    expect(stage.cards.size).toBe(1);
    expect(stage.said.map((line) => line.split(' ')[1])).toEqual(['Offer', 'Asked', 'Not']);
  });

  it('gets a new card when somebody deleted the old one', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.cards.delete('m1');
    stage.cards.set('other', {} as never);
    stage.story.answers(10 * minute, ana);
    await stage.tell(10 * minute);
    expect(stage.cards.get('m2')?.tone).toBe('moving');
  });

  it('is told progress at its own pace, and never loses the end', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.answers(10 * minute, ana);
    await stage.tell(10 * minute);
    stage.story.preflights(10 * minute);
    stage.story.inspects(10 * minute, fence.name, done);
    expect(await stage.tell(10 * minute + 500)).toBe('again');
    expect(await stage.tell(10 * minute + 1_300)).toBe('told');
    expect(stage.cards.get('m1')?.headline).toContain('1 of 4 steps done');
  });

  it('does not leave a card open whose incident ended unseen', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.sees(12 * minute);
    stage.story.sees(20 * minute, dark);
    await stage.tell(20 * minute);
    const former = stage.cards.get('m1');
    expect(former?.headline).toBe(
      'westeurope is back at 00:12:00 UTC after 3 min 30 s; nothing was moved',
    );
    expect(former?.evidence[1]).toContain('bus: was down in westeurope from 3 of 3 vantages');
    expect([former?.choices, former?.orders]).toEqual([[], []]);
    expect(stage.cards.get('m2')?.tone).toBe('question');
    expect(stage.rung).toEqual([
      'ring orders/1/offer-1',
      'resolve orders/1/offer-1',
      'ring orders/2/offer-1',
    ]);
  });

  it.each([
    ['as it was drawn, and was told on in between', '1/drawn', [9 * minute + 1_000]],
    ['where it stands, and nobody told on', '1/card', []],
  ])('does so also where whoever posted it did not remember %s', async (_, lost, between) => {
    const stage = outage();
    const set = stage.kept.set.bind(stage.kept);
    stage.kept.set = (key, value) => {
      if (stage.now === 9 * minute && key.endsWith(lost)) throw new Error('the memory is silent');
      return set(key, value);
    };
    for (const now of [9 * minute, ...between]) await stage.tell(now);
    stage.story.sees(12 * minute);
    stage.story.sees(20 * minute, dark);
    await stage.tell(20 * minute);
    expect(stage.cards.get('m1')?.headline).toContain('westeurope is back');
    expect(stage.cards.get('m2')?.tone).toBe('question');
    expect(stage.cards.size).toBe(2);
  });

  it('tells the present though the past cannot be read, and the past once it can', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.sees(12 * minute);
    stage.story.sees(20 * minute, dark);
    stage.forgetful = true;
    expect(await stage.tell(20 * minute)).toContain('the past is damaged');
    expect(stage.cards.get('m2')?.tone).toBe('question');
    expect(stage.cards.get('m1')?.tone).toBe('question');
    stage.forgetful = false;
    await stage.tell(20 * minute + 2_000);
    expect(stage.cards.get('m1')?.headline).toContain('westeurope is back');
  });

  it('keeps one notice for what stands without an outage, and posts the next one anew', async () => {
    const story = new Story();
    const stage = new Stage(story);
    story.sees(minute, { 'bus/secondary': down });
    await stage.tell(minute);
    story.sees(2 * minute);
    await stage.tell(2 * minute);
    expect(stage.cards.get('m1')?.tone).toBe('calm');
    expect(stage.said).toEqual([
      'm1: Over: The standby is down: bus in northeurope; a move could not land there.',
    ]);
    story.sees(3 * minute, { 'api/secondary': down });
    await stage.tell(3 * minute);
    expect([...stage.cards.keys()]).toEqual(['m1', 'm2']);
    expect(stage.rung).toEqual([]);
  });

  it('is not told a card twice because an answer was lost', async () => {
    const stage = outage();
    stage.mute = true;
    expect(await stage.tell(9 * minute)).toContain('Slack did not answer');
    expect(stage.cards.size).toBe(1);
    stage.mute = false;
    expect(await stage.tell(9 * minute + 1_000)).toBe('told');
    expect([...stage.cards.keys()]).toEqual(['m1']);
    expect(stage.story.facts.at(-1)).toMatchObject({ kind: 'asked', cursor: { id: 'm1' } });
  });

  it('is not told a line twice because an answer was lost, nor misses the next', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.answers(10 * minute, bob);
    stage.mute = true;
    await stage.tell(10 * minute);
    stage.story.answers(11 * minute + 1_000, bob);
    stage.mute = false;
    await stage.tell(11 * minute + 1_000);
    await stage.tell(12 * minute);
    expect(stage.said).toHaveLength(2);
  });

  it('is drawn in once more when an edit may have come late, and then left alone', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.answers(10 * minute, ana);
    stage.mute = true;
    await stage.tell(10 * minute);
    stage.mute = false;
    expect(await stage.tell(10 * minute + 2_000)).toBe('again');
    expect(await stage.tell(10 * minute + 10_000)).toBe('again');
    expect(stage.edits).toHaveLength(2);
    expect(await stage.tell(10 * minute + 20_000)).toBe('told');
    await stage.tell(11 * minute);
    expect(stage.edits).toHaveLength(3);
  });

  it('that asks to be left alone is, and the pager rings meanwhile', async () => {
    const stage = outage();
    stage.busyMs = 30_000;
    expect(await stage.tell(9 * minute)).toBe('again');
    expect(stage.rung).toEqual(['ring orders/1/offer-1']);
    stage.busyMs = undefined;
    expect(await stage.tell(9 * minute + 29_000)).toBe('again');
    expect(stage.cards.size).toBe(0);
    expect(await stage.tell(9 * minute + 30_000)).toBe('told');
    expect(stage.cards.size).toBe(1);
  });

  it('is left alone by a watch that only observes', async () => {
    const story = new Story(rulebook({ mode: 'observe' }));
    story.sees(9 * minute, dark);
    const stage = new Stage(story);
    await stage.tell(9 * minute);
    expect([stage.cards.size, stage.rung]).toEqual([0, []]);
  });

  it('is told by one at a time', async () => {
    const stage = outage();
    expect(await Promise.all([stage.tell(9 * minute), stage.tell(9 * minute)])).toEqual([
      'told',
      'again',
    ]);
    expect(stage.cards.size).toBe(1);
  });
});

describe('the pager', () => {
  it('rings for the question, is quiet once answered, rings again when held, and ends', async () => {
    const stage = outage();
    await stage.tell(9 * minute);
    stage.story.answers(10 * minute, ana);
    await stage.tell(10 * minute);
    const stuck = { is: 'stuck', why: 'the workflow is suspended' } as const;
    stage.story.preflights(10 * minute, { [fence.name]: stuck });
    await stage.tell(10 * minute + 2_000);
    const order = { kind: 'ordered', order: 'abandon', by: ana, via: 'terminal', why: '' } as const;
    stage.story.tell(11 * minute, order);
    await stage.tell(11 * minute);
    expect(stage.rung).toEqual([
      'ring orders/1/offer-1',
      'acknowledge orders/1/offer-1 ana',
      'resolve orders/1/offer-1',
      'ring orders/1/held-1',
      'resolve orders/1/held-1',
    ]);
  });

  it('rings when nothing can be offered, and not again for whoever declined', async () => {
    const story = new Story();
    story.sees(9 * minute, { ...dark, 'bus/secondary': down });
    const stage = new Stage(story);
    await stage.tell(9 * minute);
    expect(stage.rung).toEqual(['ring orders/1/outage']);
    story.sees(10 * minute, dark);
    await stage.tell(10 * minute);
    story.answers(11 * minute, ana, { yes: false });
    story.sees(12 * minute, dark);
    await stage.tell(12 * minute);
    expect(stage.rung.slice(1)).toEqual([
      'resolve orders/1/outage',
      'ring orders/1/offer-1',
      'acknowledge orders/1/offer-1 ana',
    ]);
  });

  it('is tried although the room is deaf, and both failures are told together', async () => {
    const stage = outage();
    stage.deaf = true;
    stage.pagerDead = true;
    expect(await stage.tell(9 * minute)).toBe(
      'Cannot tell all about orders: Slack is down; the pager is down',
    );
    stage.pagerDead = false;
    stage.deaf = false;
    await stage.tell(9 * minute + 1_000);
    expect([stage.cards.size, stage.rung]).toEqual([1, ['ring orders/1/offer-1']]);
  });

  it('is put to rest although the answer to its ring was lost, and the question is over', async () => {
    const stage = outage();
    stage.pagerMute = true;
    await stage.tell(9 * minute);
    stage.pagerMute = false;
    stage.story.sees(10 * minute, {});
    await stage.tell(10 * minute);
    expect(stage.rung).toEqual(['ring orders/1/offer-1', 'resolve orders/1/offer-1']);
  });
});
