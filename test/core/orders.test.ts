/** What people may order, when, and what happens to orders that mean nothing. */

import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../core/fact.ts';
import type { ServiceName } from '../../core/names.ts';
import {
  alias,
  ana,
  at,
  ben,
  between,
  bob,
  dark,
  down,
  enable,
  fence,
  kinds,
  minute,
  ours,
  rulebook,
  type Shown,
  Story,
  step,
  turn,
} from '../build.ts';

const t = 10 * minute;
const done = { is: 'done' } as const;
const stuck = { is: 'stuck', why: 'a workflow is missing' } as const;
const whys = (facts: readonly Fact[]) => facts.flatMap((f) => (f.kind === 'refused' ? f.why : []));

/** Moved and proven at `t + minute`; from then on nothing is offered for half an hour. */
function quiet(): Story {
  const story = Story.approved();
  for (const { name } of [fence, alias, enable, turn]) story.inspects(t + 5_000, name, done);
  expect(kinds(story.sees(t + minute, dark, 'secondary')).at(-1)).toBe('over');
  return story;
}

const darkThere: Shown = { 'api/secondary': down, 'bus/secondary': down };
const quietUntil = t + minute + 30 * minute;

function held(): Story {
  const story = Story.approved();
  story.inspects(t, fence.name, { is: 'todo' });
  story.applies(t, fence.name);
  story.inspects(t, fence.name, done);
  story.inspects(t + 1_000, alias.name, stuck);
  return story;
}

describe('after a move', () => {
  const refusal = (facts: readonly Fact[]) =>
    facts.flatMap((f) => (f.kind === 'notOffered' ? f.why : [])).join('; ');

  it('no other is offered for a while, and the reason is told', () => {
    const story = quiet();
    const facts = story.sees(t + 5 * minute, darkThere, 'secondary');
    expect(kinds(facts)).toContain('confirmed');
    expect(refusal(facts)).toBe(
      'a move was completed a short while ago; acknowledge it to be asked',
    );
  });

  it('one is offered when the while is over', () => {
    const story = quiet();
    story.sees(quietUntil - 2 * minute, darkThere, 'secondary');
    expect(story.sees(quietUntil - 1, darkThere, 'secondary')).toEqual([]);
    expect(kinds(story.sees(quietUntil, darkThere, 'secondary'))).toEqual(['offered']);
  });

  it('one is offered when a person asks for it, and once is enough', () => {
    const story = quiet();
    story.sees(t + 5 * minute, darkThere, 'secondary');
    expect(kinds(story.orders(t + 6 * minute, 'ask', { by: ben }))).toEqual(['acknowledged']);
    expect(kinds(story.sees(t + 6 * minute, darkThere, 'secondary'))).toEqual(['offered']);
    expect(whys(story.orders(t + 7 * minute, 'ask'))).toEqual(['an offer stands already']);
  });
});

describe('asking to be asked', () => {
  it('does nothing where there is nothing to ask about', () => {
    const story = new Story();
    story.sees(minute);
    expect(whys(story.orders(2 * minute, 'ask'))).toEqual(['there is nothing to ask about']);
    expect(whys(Story.approved().orders(t, 'ask'))).toEqual(['there is nothing to ask about']);
  });

  it('does not help against what keeps a move from being offered, and says what that is', () => {
    const story = new Story();
    story.sees(minute, { ...dark, arm: down });
    expect(whys(story.orders(2 * minute, 'ask'))).toEqual([
      'nothing is offered because the switch needs arm, which is down',
    ]);
  });

  it('leaves no trace behind an ending', () => {
    expect(quiet().orders(t + 2 * minute, 'ask')).toEqual([]);
  });
});

describe('an order about a move', () => {
  it('is for those who may approve', () => {
    expect(whys(held().orders(t + minute, 'abandon', { by: bob }))).toEqual([
      'bob may not give orders here',
    ]);
  });

  it.each(['retry', 'settled', 'skip', 'proceed', 'abandon'] as const)(
    '%s means nothing while none is held',
    (order) => {
      const story = Story.approved();
      expect(whys(story.orders(t, order, { step: alias.name }))).toEqual(['no move is held']);
      expect(story.incident.stage).toBe('moving');
    },
  );

  it.each(['settled', 'skip', 'proceed'] as const)('%s needs a step that there is', (order) => {
    const story = held();
    expect(whys(story.orders(t + minute, order, { step: step('no/such') }))).toEqual([
      'that order needs the name of a step',
    ]);
    story.orders(t + minute, 'retry');
    story.tell(t + minute, { kind: 'stopped', why: 'the kill switch is on' });
    expect(whys(story.orders(t + 2 * minute, order))).toEqual([
      'that order needs the name of a step',
    ]);
  });

  it.each(['retry', 'abandon'] as const)('%s is of the whole, and needs no step', (order) => {
    const story = Story.approved();
    story.tell(t, { kind: 'stopped', why: 'the kill switch is on' });
    expect(kinds(story.orders(t + minute, order))).toEqual([
      order === 'retry' ? 'resumed' : 'over',
    ]);
  });

  it('to skip is of an open step: what is done stays done', () => {
    const story = held();
    const facts = story.orders(t + minute, 'skip', { step: enable.name });
    expect(kinds(facts)).toEqual([`stepSkipped ${enable.name}`, `resumed ${enable.name}`]);
    story.inspects(t + minute, alias.name, done);
    story.inspects(t + minute, turn.name, stuck);
    expect(kinds(story.orders(t + 2 * minute, 'skip', { step: alias.name }))).toEqual([
      `resumed ${alias.name}`,
    ]);
  });

  it('to retry gives every step its tries and its time again', () => {
    const story = held();
    expect(story.inspects(t + minute, alias.name, { is: 'todo' })).toEqual([]);
    story.orders(t + 6 * minute, 'retry', { by: ben });
    // Five minutes after its phase began it would be late; they begin anew with the order.
    expect(kinds(story.inspects(t + 6 * minute, alias.name, { is: 'todo' }))).toEqual([
      `stepTried ${alias.name}`,
    ]);
  });

  it('to proceed is of one step: the next that cannot be undone asks again', () => {
    const twice = rulebook().watch.services.map((s) =>
      s.name === turn.service
        ? { ...s, steps: s.steps.map((m) => ({ ...m, steps: [{ ...turn, irreversible: true }] })) }
        : s,
    );
    const story = Story.approved(rulebook({ services: twice }));
    story.inspects(t, fence.name, { is: 'todo' });
    story.applies(t, fence.name);
    story.inspects(t, fence.name, done);
    const todo = { is: 'todo' } as const;
    expect(kinds(story.inspects(t, alias.name, todo, { shown: {} }))).toEqual([
      `held ${alias.name}`,
    ]);
    story.orders(t + 1_000, 'proceed');
    expect(kinds(story.inspects(t + 1_000, alias.name, todo, { shown: {} }))).toEqual([
      `stepTried ${alias.name}`,
    ]);
    story.inspects(t + 2_000, alias.name, done);
    story.inspects(t + 2_000, enable.name, done);
    expect(story.inspects(t + 3_000, turn.name, todo, { shown: {} })).toMatchObject([
      { kind: 'held', why: 'what was down is up again, and this step cannot be undone' },
    ]);
  });
});

describe('an answer', () => {
  const asked = (shown = dark) => {
    const story = new Story();
    story.sees(9 * minute, shown);
    return story;
  };

  it('finds no offer where none stands', () => {
    const story = asked({ ...dark, arm: down });
    expect(whys(story.answers(t, ana))).toEqual(['no offer stands now']);
  });

  it('is void when the other side is gone at the click, and says so of the offer', () => {
    const story = asked();
    const facts = story.answers(t, ana, { shown: { ...dark, 'api/secondary': down } });
    expect(kinds(facts)).toEqual(['noticed', 'voided', 'notOffered', 'refused']);
    expect(whys(facts)).toEqual(['the offer was voided at the click']);
    expect(story.incident.stage).toBe('confirmed');
  });

  it('brings along what the look at the click found, whether it is taken or doubted', () => {
    const news = { 'receivers/primary': ours };
    const only = { 'bus/primary': down };
    const taken = asked(only).answers(t, ana, { shown: { ...only, ...news } });
    expect(kinds(taken)).toEqual(['noticed', 'approved']);
    const doubted = asked(only).answers(t, ana, { shown: { 'bus/primary': between, ...news } });
    expect(kinds(doubted)).toEqual(['noticed', 'doubted']);
  });

  it('of somebody unknown is kept, and not behind an ending', () => {
    const stranger = { kind: 'turnedAway', by: 'U0MALLORY', why: 'unknown', via: 'slack' } as const;
    const story = asked();
    expect(story.tell(t, stranger)).toMatchObject([{ kind: 'refused', by: 'U0MALLORY' }]);
    story.sees(t + minute);
    expect(story.tell(t + 2 * minute, stranger)).toEqual([]);
  });
});

describe('a card in the room', () => {
  const card = { kind: 'asked', cursor: { channel: 'C', id: '1' } } as const;

  it('makes the question asked, once, and only of the offer that stands', () => {
    const story = new Story();
    expect(story.tell(minute, { ...card, offer: 1 })).toEqual([]);
    story.sees(minute, dark);
    expect(story.tell(minute, { ...card, offer: 2 })).toEqual([]);
    expect(kinds(story.tell(minute, { ...card, offer: 1 }))).toEqual(['asked']);
    expect(story.tell(2 * minute, { ...card, offer: 1 })).toEqual([]);
    story.sees(16 * minute, dark);
    expect(kinds(story.tell(16 * minute, { ...card, offer: 2 }))).toEqual(['asked']);
    story.answers(17 * minute, ana);
    expect(story.tell(17 * minute, { ...card, offer: 2 })).toEqual([]);
  });
});

describe('the services that a move left behind', () => {
  it('are remembered as they were proven, and no others', () => {
    const story = quiet();
    expect(story.incident.active).toEqual({
      receivers: 'secondary',
      bus: 'secondary',
      api: 'secondary',
    });
    expect(story.incident.active['other' as ServiceName]).toBeUndefined();
    expect(story.incident.quietUntil).toBe(at(quietUntil));
  });
});
