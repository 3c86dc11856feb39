/** What one look at a step means: before anything is touched, while it moves, and for the proof. */

import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../core/fact.ts';
import { judge } from '../../core/judge.ts';
import type { Standing } from '../../core/plan.ts';
import {
  alias,
  ana,
  at,
  dark,
  down,
  enable,
  fence,
  kinds,
  lookOf,
  minute,
  ours,
  run,
  Story,
  step,
  turn,
  vantages,
} from '../build.ts';

const t = 10 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const lost = { is: 'unsure', why: 'Azure said nothing' } as const;
const moving = (n: number, of = 4): Standing => ({ is: 'moving', progress: { done: n, of } });

function approved(): Story {
  const story = new Story();
  story.sees(9 * minute, dark);
  story.answers(t, ana);
  return story;
}

describe('the preflight', () => {
  it('waits for a step that must be done and cannot be read, and asks when that lasts', () => {
    const story = approved();
    expect(story.preflights(t + 1_000, { [alias.name]: lost })).toEqual([]);
    expect(story.preflights(t + 119_999, { [alias.name]: lost })).toEqual([]);
    expect(story.preflights(t + 120_000, { [alias.name]: lost })).toMatchObject([
      {
        kind: 'held',
        step: alias.name,
        why: 'alias of bus could not be inspected in time: Azure said nothing',
      },
    ]);
  });

  it('goes on without a fence that cannot be read, notes why, and owes it once it is time', () => {
    const early = approved();
    expect(early.preflights(t + 1_000, { [fence.name]: lost })).toMatchObject([
      { kind: 'preflighted', notes: [{ step: fence.name, why: 'Azure said nothing' }] },
    ]);
    expect(kinds(approved().preflights(t + 3_000, { [fence.name]: lost }))).toEqual([
      'preflighted',
      `stepOwed ${fence.name}`,
    ]);
  });

  it('owes nothing that could be read', () => {
    const facts = approved().preflights(t + 9_000);
    expect(facts).toMatchObject([{ kind: 'preflighted', notes: [] }]);
  });

  it('is made once, and only of a move', () => {
    const story = approved();
    expect(kinds(story.preflights(t))).toEqual(['preflighted']);
    expect(story.preflights(t)).toEqual([]);
    expect(new Story().preflights(t)).toEqual([]);
  });
});

describe('a step under way', () => {
  it('tells its progress when there is any, and only news of it', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo);
    expect(story.inspects(t + 100, fence.name, moving(0))).toMatchObject([{ done: 0, of: 4 }]);
    expect(story.inspects(t + 200, fence.name, moving(0))).toEqual([]);
    expect(story.inspects(t + 300, fence.name, moving(1))).toMatchObject([{ done: 1, of: 4 }]);
    expect(story.inspects(t + 400, fence.name, moving(1, 5))).toMatchObject([{ done: 1, of: 5 }]);
    expect(story.inspects(t + 500, fence.name, { is: 'moving' })).toEqual([]);
  });

  it.each<[string, Standing, string]>([
    ['moves', moving(3), 'it was not done in time'],
    ['cannot be read', lost, 'not known to be done in time: Azure said nothing'],
    ['is still to do', todo, 'it was not done in time'],
  ])('is held when its time is over and it %s', (_, standing, why) => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo);
    story.applies(t + 100, fence.name);
    story.inspects(t + 1_000, fence.name, done);
    story.inspects(t + 1_000, alias.name, todo);
    const began = t + 1_000;
    expect(kinds(story.inspects(began + 299_999, alias.name, standing))).not.toContain(
      `held ${alias.name}`,
    );
    expect(story.inspects(began + 300_000, alias.name, standing).at(-1)).toMatchObject({
      kind: 'held',
      why,
    });
  });

  it('is asked about once: the reason it cannot be read is not repeated', () => {
    const story = Story.approved();
    expect(kinds(story.inspects(t, fence.name, lost))).toEqual([`stepUnsure ${fence.name}`]);
    expect(story.inspects(t + 1_000, fence.name, lost)).toEqual([]);
  });

  it('is not of another plan, another phase, or no move at all', () => {
    const story = Story.approved();
    expect(story.inspects(t, step('no/such'), done)).toEqual([]);
    expect(story.inspects(t, turn.name, done)).toEqual([]);
    expect(new Story().inspects(t, fence.name, done)).toEqual([]);
  });
});

describe('the word of whoever applied a step', () => {
  const failed = { kind: 'failed', step: fence.name, sent: 'no', why: 'status 500' } as const;

  it('counts from the holder of the claim, once', () => {
    const story = Story.approved();
    expect(story.applies(t, fence.name)).toEqual([]);
    story.inspects(t, fence.name, todo, { run: 'run-1' });
    expect(story.applies(t + 100, fence.name, 'run-2')).toEqual([]);
    expect(story.tell(t + 100, { ...failed, run: run('run-2') })).toEqual([]);
    expect(kinds(story.applies(t + 200, fence.name, 'run-1'))).toEqual([
      `stepApplied ${fence.name}`,
    ]);
    expect(story.applies(t + 300, fence.name, 'run-1')).toEqual([]);
    expect(story.tell(t + 300, { ...failed, run: run('run-1') })).toEqual([]);
  });

  it('means nothing where no move is', () => {
    expect(new Story().applies(t, fence.name)).toEqual([]);
    expect(new Story().tell(t, { ...failed, run: run('run-1') })).toEqual([]);
    expect(new Story().tell(t, { kind: 'stopped', why: 'the kill switch is on' })).toEqual([]);
  });
});

describe('the proof', () => {
  /** Every step done; the last at `t + 7 s`. */
  function moved(): Story {
    const story = Story.approved();
    for (const { name } of [fence, alias, enable]) story.inspects(t + 5_000, name, done);
    story.inspects(t + 7_000, turn.name, done);
    return story;
  }

  /** What one round of these vantages shows, asked at `ms` and the round before it. */
  function seenBy(who: readonly string[], ms: number, story: Story) {
    const looks = vantages
      .filter((v) => who.includes(v))
      .flatMap((v) =>
        [ms - 20_000, ms].map((slot) => lookOf(v, slot, dark, { points: 'secondary' })),
      );
    return judge(looks, story.rules.watch, story.incident.active, at(ms + 500));
  }

  const sees = (story: Story, who: readonly string[], ms: number): readonly Fact[] =>
    story.tell(ms + 500, { kind: 'judged', picture: seenBy(who, ms, story) });

  it('needs the quorum, and what it asked after the last step', () => {
    const story = moved();
    expect(sees(story, ['north', 'west'], t + 7_000)).toEqual([]);
    expect(sees(story, ['north'], t + 7_001)).toEqual([]);
    expect(kinds(sees(story, ['north', 'west'], t + 7_001))).toEqual(['proven', 'over']);
  });

  it('needs good answers of the new side, not only names that lead there', () => {
    const story = moved();
    const silent = { ...dark, 'bus/secondary': ours };
    expect(kinds(story.sees(t + minute, silent, 'secondary'))).not.toContain('proven');
  });

  it('is not waited for longer than the rules say', () => {
    const story = moved();
    const late = t + 7_000 + 5 * minute;
    expect(story.sees(late - 1, dark, 'primary')).toEqual([]);
    expect(story.sees(late, dark, 'primary')).toMatchObject([
      { kind: 'held', step: undefined, why: 'not seen from outside in time: api in northeurope' },
    ]);
  });

  it('is of a move that is made, and of no other', () => {
    const story = Story.approved();
    expect(story.sees(t + minute, dark, 'secondary')).toEqual([]);
    const still = moved();
    still.tell(t + 8_000, { kind: 'stopped', why: 'the kill switch is on' });
    expect(
      kinds(still.sees(t + minute, { ...dark, 'api/secondary': down }, 'secondary')),
    ).not.toContain('proven');
  });
});
