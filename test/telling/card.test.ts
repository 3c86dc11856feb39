/** Stories, told as the card an on-call engineer reads. */

import { describe, expect, it } from '@jest/globals';
import { cardOf, newsOf } from '../../core/telling.ts';
import {
  alias,
  ana,
  between,
  bob,
  dark,
  down,
  enable,
  fence,
  minute,
  rulebook,
  Story,
  turn,
  watch,
} from '../build.ts';

const done = { is: 'done' } as const;
const lost = { is: 'unsure', why: 'ARM said nothing' } as const;
const t = 10 * minute;

function card(story: Story) {
  const drawn = cardOf(story.incident, story.rules.watch, story.facts);
  if (drawn === undefined) throw new Error('nothing to tell');
  return drawn;
}

function asked(): Story {
  const story = new Story();
  story.sees(8 * minute);
  story.sees(9 * minute, dark);
  return story;
}

function news(story: Story): readonly (string | undefined)[] {
  return story.facts
    .map((fact, index) => newsOf(fact, story.rules.watch, story.facts.slice(0, index)))
    .filter((line) => line !== undefined);
}

describe('the card', () => {
  it('has nothing to tell while all is well', () => {
    const story = new Story();
    story.sees(minute);
    expect(cardOf(story.incident, watch, story.facts)).toBeUndefined();
  });

  it('says what is down, where, since when and from how many places', () => {
    const { headline, tone, evidence, layers } = card(asked());
    expect(headline).toBe(
      'westeurope is down: receivers, bus and api, since 00:08:30 UTC, from 3 of 3 vantages',
    );
    expect(tone).toBe('question');
    expect(evidence[1]?.split('\n')).toEqual([
      'bus: down in westeurope from 3 of 3 vantages',
      'every vantage: connection: timed out',
    ]);
    // What the evidence says already is not said again.
    expect(layers).toEqual(['Entra up', 'ARM up', 'Azure DNS up']);
  });

  it('shows the plan, who may approve it, until when, and what cannot be undone', () => {
    const [choice] = card(asked()).choices;
    expect(choice?.title).toBe('Move all 3 services to northeurope (forced)');
    expect(choice?.approvers).toEqual(['ana', 'ben']);
    expect(choice?.until).toBe(24 * minute);
    expect(choice?.steps.map((step) => [step.step, ...step.marks])).toEqual([
      [fence.name, 'may be owed'],
      [alias.name, 'irreversible'],
      [enable.name],
      [turn.name],
    ]);
  });

  it('offers the smallest set first when only one service is lost', () => {
    const story = new Story();
    story.sees(9 * minute, { 'bus/primary': down });
    expect(card(story).choices.map((choice) => choice.title)).toEqual([
      'Move bus to northeurope (forced)',
      'Move all 3 services to northeurope (forced)',
    ]);
  });

  it('says why no move is offered', () => {
    const story = new Story();
    story.sees(9 * minute, { ...dark, 'bus/secondary': down });
    const { choices, notes, tone } = card(story);
    expect(choices).toEqual([]);
    expect(tone).toBe('news');
    expect(notes).toContain('No move is offered: bus in northeurope is down.');
  });

  it('asks for a word when the judges could not confirm at the click', () => {
    const story = asked();
    const unsure = { 'api/primary': between, 'bus/primary': between, 'receivers/primary': between };
    story.answers(t, ana, { shown: unsure });
    const drawn = card(story);
    expect(drawn.choices[0]?.despite).toBe('DESPITE DOUBT');
    expect(drawn.wanted).toBe(
      'ana approved, but the outage could not be confirmed at that moment. To approve all the same, type "DESPITE DOUBT" below, before 00:24:00 UTC.',
    );
  });

  it('shows a move step by step, with how long each took', () => {
    const story = Story.approved();
    story.inspects(t + 1_000, fence.name, { is: 'todo' });
    story.applies(t + 2_000, fence.name);
    story.inspects(t + 5_200, fence.name, done);
    const { headline, progress, notes, tone } = card(story);
    expect(headline).toBe('Moving receivers, bus and api to northeurope: 1 of 4 steps done');
    expect(tone).toBe('moving');
    expect(progress.map(({ state, detail }) => [state, detail])).toEqual([
      ['done', '4.2 s'],
      ['waiting', undefined],
      ['waiting', undefined],
      ['waiting', undefined],
    ]);
    expect(notes[0]).toMatch(/^Approved by ana \(terminal\) at 00:10:00 UTC, plan \w+\.$/);
  });

  it('asks for orders when held, and never offers to skip what guards a singleton', () => {
    const story = Story.approved();
    story.inspects(t + 1_000, fence.name, { is: 'stuck', why: 'the workflow is suspended' });
    const { headline, tone, orders, progress } = card(story);
    expect(headline).toBe('Held at "fence of receivers": a person is needed');
    expect(tone).toBe('held');
    expect(orders.map(({ order }) => order)).toEqual(['retry', 'settled', 'proceed', 'abandon']);
    expect(progress[0]).toMatchObject({ state: 'held', detail: 'the workflow is suspended' });
  });

  it('tells what is owed until it is settled, and how long both sides may have run', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, lost);
    story.inspects(t + 4_000, fence.name, lost);
    for (const [ms, step] of [
      [5_000, alias],
      [6_000, enable],
      [7_000, turn],
    ] as const)
      story.inspects(t + ms, step.name, done);
    story.sees(t + 2 * minute, dark, 'secondary');
    expect(card(story).headline).toBe(
      'receivers, bus and api moved to northeurope, seen there from outside; 1 step still owed in westeurope',
    );
    expect(card(story).progress[0]?.state).toBe('owed');
    story.sees(t + 3 * minute, {}, 'secondary');
    story.inspects(t + 3 * minute + 2_000, fence.name, done, { shown: {} });
    const ended = card(story);
    expect(ended.tone).toBe('good');
    expect(ended.progress[0]?.detail).toMatch(
      /^settled 00:13:02 UTC; both sides may have run for 2\.0 s$/,
    );
    expect(ended.headline).toContain('moved to northeurope, proven 00:12:00 UTC, 3 min 30 s after');
  });

  it('tells an outage to its end, although the state of an ended incident is bare', () => {
    const story = asked();
    story.sees(12 * minute);
    const { headline, tone, evidence, layers, choices, wanted } = card(story);
    expect(headline).toBe('westeurope is back at 00:12:00 UTC after 3 min 30 s; nothing was moved');
    expect(tone).toBe('calm');
    expect(evidence).toHaveLength(3);
    expect(choices).toEqual([]);
    expect(wanted).toBe('Nothing is left to do for this outage.');
    // An outage that is over is told as past.
    expect(evidence[1]).toMatch(/^bus: was down in westeurope from 3 of 3 vantages\n/);
    expect(layers).toEqual(['Entra was up', 'ARM was up', 'Azure DNS was up']);
  });

  it('does not change because time passes', () => {
    const story = asked();
    const before = card(story);
    story.sees(10 * minute, dark);
    expect(card(story)).toEqual(before);
  });
});

describe('what is wanted of people', () => {
  it('is a decision, by whom and by when', () => {
    expect(card(asked()).wanted).toBe(
      'ana or ben: approve or decline before 00:24:00 UTC. Nothing has been changed.',
    );
  });

  it('is nothing while no move is offered, and why is below', () => {
    const story = new Story();
    story.sees(9 * minute, { ...dark, 'bus/secondary': down });
    expect(card(story).wanted).toBe(
      'There is nothing to approve: no move is offered, for the reason below.',
    );
  });

  it('is nothing after a decline, until the outage grows', () => {
    const story = asked();
    story.answers(t, ana, { yes: false });
    expect(card(story).wanted).toMatch(/^ana declined; nothing was changed\./);
  });

  it('is nothing while it moves, an order when it is held, nothing while it settles', () => {
    const story = Story.approved();
    expect(card(story).wanted).toMatch(/^Nothing is asked of you now: each phase is proven/);
    story.inspects(t + 1_000, fence.name, { is: 'stuck', why: 'the workflow is suspended' });
    expect(card(story).wanted).toBe(
      'Held: the workflow is suspended. ana or ben: choose below; nothing more is changed until then.',
    );
    const owing = Story.approved();
    for (const ms of [0, 4_000]) owing.inspects(t + ms, fence.name, lost);
    for (const [ms, step] of [
      [5_000, alias],
      [6_000, enable],
      [7_000, turn],
    ] as const)
      owing.inspects(t + ms, step.name, done);
    owing.sees(t + 2 * minute, dark, 'secondary');
    expect(card(owing).wanted).toBe(
      'Nothing is asked of you now: what is owed is tried from the first sign of life of westeurope. Until it is done, both sides may run when that region returns: it is fenced only as well as possible.',
    );
  });
});

describe('news', () => {
  it('tells strangers, lapses and voids in one line each', () => {
    const story = asked();
    story.answers(t, bob);
    story.sees(25 * minute, dark);
    story.answers(26 * minute, ana, { offer: 1 });
    story.sees(27 * minute);
    expect(news(story)).toEqual([
      'Not taken from bob (terminal): bob may not approve this watch.',
      'Offer 1 lapsed unanswered; nothing was changed.',
      'Asked anew, until 00:40:00 UTC: Move all 3 services to northeurope (forced).',
      'Not taken from ana (terminal): that offer is no longer the one that stands.',
      'Offer 2 is void: what was down is up again.',
    ]);
  });

  it('finds the words of a condition again when it ends', () => {
    const story = new Story();
    const noticed = { key: 'blind:west', sort: 'blind', text: 'west has not reported' } as const;
    story.facts.push(
      { kind: 'noticed', at: minute as never, condition: noticed },
      { kind: 'ceased', at: (2 * minute) as never, key: 'blind:west' },
    );
    expect(news(story)).toEqual(['west has not reported.', 'Over: west has not reported.']);
  });
});

describe('the notice', () => {
  it('tells conditions without an outage, and their end', () => {
    const story = new Story();
    story.sees(minute, { 'bus/secondary': down });
    const standing = card(story);
    expect(standing.headline).toBe(
      'orders: The standby is down: bus in northeurope; a move could not land there',
    );
    expect(standing.tone).toBe('news');
    story.sees(3 * minute);
    const ended = card(story);
    expect(ended.headline).toBe('orders: nothing is the matter any more');
    expect(ended.notes[0]).toMatch(/^Over, 00:01:00 UTC to 00:03:00 UTC: The standby is down/);
  });
});

describe('a watch that may not ask', () => {
  it('advises without buttons', () => {
    const story = new Story(rulebook({ mode: 'advise' }));
    story.sees(9 * minute, dark);
    const { choices, notes } = card(story);
    expect(choices).toEqual([]);
    expect(notes[0]).toBe('No move is offered: this watch advises and offers no moves.');
  });
});
