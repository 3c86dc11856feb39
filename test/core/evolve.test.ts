/** What was written has happened: facts add up to one state, in whatever stage they come. */

import { describe, expect, it } from '@jest/globals';
import { evolve, replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import { next } from '../../core/next.ts';
import type { Condition } from '../../core/picture.ts';
import { alias, at, dark, down, fence, kinds, minute, run, Story, turn } from '../build.ts';

const t = 10 * minute;
const note = (key: string, text = key): Condition => ({ key, sort: 'alone', text });
const noticed = (key: string, text?: string): Fact => ({
  kind: 'noticed',
  at: at(1),
  condition: note(key, text),
});

describe('conditions', () => {
  it('stand beside each other, are worded anew under the same key, and end one by one', () => {
    const all = [noticed('a'), noticed('b'), noticed('a', 'worse')];
    expect(replay(all).conditions).toEqual([note('b'), note('a', 'worse')]);
    const ceased: Fact = { kind: 'ceased', at: at(2), key: 'b' };
    expect(replay([...all, ceased]).conditions).toEqual([note('a', 'worse')]);
  });
});

describe('an outage', () => {
  it('is told to have begun when the first of it failed, however late it was confirmed', () => {
    const story = new Story();
    story.sees(minute, { 'bus/primary': down });
    const { incident } = story;
    // Two rounds before: the first failing ask was at 30 s.
    expect(incident.stage === 'confirmed' && incident.outage.since).toBe(30_000);
  });

  it('is not asked about until a card says so, nor is the next offer', () => {
    const story = new Story();
    story.sees(minute, dark);
    const isAsked = () => story.incident.stage === 'confirmed' && story.incident.asked;
    expect(isAsked()).toBe(false);
    story.tell(minute, { kind: 'asked', offer: 1, cursor: { channel: 'C', id: '1' } });
    expect(isAsked()).toBe(true);
    story.sees(16 * minute, dark);
    expect(isAsked()).toBe(false);
  });
});

describe('an ending', () => {
  it('without a move keeps the quiet of the move before it, and has its own name', () => {
    const before = replay([
      {
        kind: 'opened',
        at: at(0),
        incident: 2,
        conditions: [],
        active: {},
        quietUntil: at(99),
      },
    ]);
    const cleared = evolve(before, { kind: 'cleared', at: at(5) });
    expect(cleared).toMatchObject({ stage: 'over', outcome: 'cleared', quietUntil: 99 });
    const over = evolve(before, { kind: 'over', at: at(5), outcome: 'moved', quietUntil: at(7) });
    expect(over).toMatchObject({ stage: 'over', outcome: 'moved', quietUntil: 7 });
  });
});

describe('a step', () => {
  const state = (story: Story, name = fence.name) => {
    const { incident } = story;
    return 'steps' in incident ? incident.steps[name] : undefined;
  };

  it('has its time from the beginning of its phase, and only then', () => {
    const story = Story.approved();
    story.inspects(t + 30_000, fence.name, { is: 'done' });
    expect([state(story, alias.name)?.since, state(story, turn.name)?.since]).toEqual([
      t + 30_000,
      t,
    ]);
  });

  it('that gets further has its tries again, but for the one that got it there', () => {
    const story = Story.approved();
    const todo = (done: number) => ({ is: 'todo', progress: { done, of: 9 } }) as const;
    for (const [tries, done] of [1, 2].entries()) {
      story.inspects(t + tries * 10_000, fence.name, todo(done));
      story.applies(t + tries * 10_000 + 100, fence.name);
    }
    expect(state(story)?.tries).toBe(2);
    story.inspects(t + 21_000, fence.name, { is: 'moving', progress: { done: 2, of: 9 } });
    expect(state(story)?.tries).toBe(1);
    story.inspects(t + 22_000, fence.name, todo(2));
    expect(state(story)?.tries).toBe(2);
    story.inspects(t + 23_000, fence.name, { is: 'moving', progress: { done: 2, of: 8 } });
    expect(state(story)?.tries).toBe(2);
  });

  it('is free again after a failure that never left us, and after an order', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, { is: 'todo' });
    const why = 'status 500';
    const failed = {
      kind: 'failed',
      step: fence.name,
      run: run('run-1'),
      sent: 'no',
      why,
    } as const;
    story.tell(t + 100, failed);
    expect(state(story)).toMatchObject({
      claim: undefined,
      sent: false,
      failedSince: t + 100,
      why,
    });
    story.tell(t + 200, { kind: 'stopped', why: 'the kill switch is on' });
    story.orders(t + minute, 'retry');
    expect(state(story)).toMatchObject({ tries: 0, failedSince: undefined, why: undefined });
    expect(state(story)?.since).toBe(t + minute);
  });

  it('is for its holder until the claim ends, and then for everyone', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, { is: 'todo' });
    const effect = (ms: number) => next(story.incident, run('run-1'), at(ms))[0]?.kind;
    expect([effect(t + 64_999), effect(t + 65_000)]).toEqual(['apply', 'inspect']);
  });

  it('is tried by another in the very moment in which a claim ends', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, { is: 'todo' });
    const other = { run: 'run-2' };
    expect(story.inspects(t + 64_999, fence.name, { is: 'todo' }, other)).toEqual([]);
    expect(kinds(story.inspects(t + 65_000, fence.name, { is: 'todo' }, other))).toEqual([
      `stepTried ${fence.name}`,
    ]);
  });
});
