/** A fence that was proven, and what others do to it before what it guards is enabled. */

import { describe, expect, it } from '@jest/globals';
import { provenFences } from '../../core/carrying.ts';
import { next } from '../../core/next.ts';
import type { Standing } from '../../core/plan.ts';
import { alias, at, dark, enable, fence, kinds, minute, run, Story, turn } from '../build.ts';

const t = 10 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const lost = { is: 'unsure', why: 'Azure said nothing' } as const;
const undone: Standing = { is: 'todo', progress: { done: 1, of: 4 } };

/** The fence was seen done, and what comes between is over: receivers are next. */
function fenced(): Story {
  const story = Story.approved();
  story.inspects(t, fence.name, done);
  story.inspects(t + 1_000, alias.name, done);
  return story;
}

const looks = (story: Story, ms: number, standing: Standing, shown = dark) =>
  story.inspects(ms, enable.name, todo, { fences: { [fence.name]: standing }, shown });
const effects = (story: Story, ms: number) => next(story.incident, run('run-1'), at(ms));

describe('a fence before what it guards', () => {
  it('is looked at with it, and once more when it is applied', () => {
    const story = fenced();
    expect(effects(story, t + 2_000)).toMatchObject([
      { kind: 'inspect', step: enable, fences: [fence] },
    ]);
    expect(kinds(looks(story, t + 2_000, done))).toEqual([`stepTried ${enable.name}`]);
    expect(effects(story, t + 2_000)).toMatchObject([{ kind: 'apply', fences: [fence] }]);
  });

  it('is not looked at with what it does not guard, or while it is owed', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, lost);
    story.inspects(t + 3_000, fence.name, lost);
    for (const effect of effects(story, t + 4_000)) expect(effect).toMatchObject({ fences: [] });
    story.inspects(t + 4_000, alias.name, done);
    for (const effect of effects(story, t + 5_000)) expect(effect).toMatchObject({ fences: [] });
    expect(kinds(story.inspects(t + 5_000, enable.name, todo))).toEqual([
      `stepTried ${enable.name}`,
    ]);
  });
});

it.each([
  ['fence', 'done', 1],
  ['collect', 'done', 1],
  ['collect', 'open', 0],
  ['drain', 'done', 0],
] as const)('of phase %s that is %s stands %p times before what it guards', (phase, is, times) => {
  const { incident } = Story.approved();
  if (incident.stage !== 'moving') throw new Error('nothing moves');
  const { plan, steps } = incident;
  const all = plan.steps.map((one) => (one.name === fence.name ? { ...one, phase } : one));
  const states = { ...steps, [fence.name]: { ...Object(steps[fence.name]), is } };
  expect(provenFences({ plan: { ...plan, steps: all }, steps: states }, enable)).toHaveLength(
    times,
  );
});

it('that lies elsewhere stands before what it guards in whichever phase it was turned', () => {
  const { incident } = Story.approved();
  if (incident.stage !== 'moving') throw new Error('nothing moves');
  const { plan, steps } = incident;
  const stronger = { ...fence, phase: 'prepare', holds: 'what reads the key stops' } as const;
  const all = plan.steps.map((one) => (one.name === fence.name ? stronger : one));
  const states = { ...steps, [fence.name]: { ...Object(steps[fence.name]), is: 'done' } };
  expect(provenFences({ plan: { ...plan, steps: all }, steps: states }, enable)).toEqual([
    stronger,
  ]);
});

describe('a fence that others have undone', () => {
  it('holds the move, and nothing is enabled', () => {
    const story = fenced();
    expect(looks(story, t + 2_000, undone)).toMatchObject([
      {
        kind: 'held',
        step: fence.name,
        why: 'it was done and is so no more: 3 of 4 were changed back',
      },
    ]);
    expect(effects(story, t + 3_000)).toEqual([]);
  });

  it.each(['retry', 'settled', 'proceed'] as const)('is set again by the order %s', (order) => {
    const story = fenced();
    looks(story, t + 2_000, undone);
    expect(kinds(story.orders(t + minute, order))).toEqual([`resumed ${fence.name}`]);
    expect(effects(story, t + minute)).toMatchObject([{ kind: 'inspect', step: fence }]);
    story.inspects(t + minute, fence.name, undone);
    story.applies(t + minute, fence.name);
    expect(kinds(story.inspects(t + minute + 5_000, fence.name, done))).toEqual([
      `stepDone ${fence.name}`,
    ]);
    expect(kinds(looks(story, t + minute + 6_000, done))).toEqual([`stepTried ${enable.name}`]);
  });

  it('is never skipped', () => {
    const story = fenced();
    looks(story, t + 2_000, undone);
    expect(kinds(story.orders(t + minute, 'skip'))).toEqual(['refused']);
  });

  it('does not stop what is enabled already', () => {
    const story = fenced();
    const fences = { [fence.name]: undone };
    expect(kinds(story.inspects(t + 2_000, enable.name, done, { fences }))).toEqual([
      `stepDone ${enable.name}`,
    ]);
    expect(effects(story, t + 2_000)).toMatchObject([{ step: turn }]);
  });
});

describe('a fence that is out of reach again', () => {
  it('is owed when its region is dark, as if it had never been reached', () => {
    const story = fenced();
    expect(kinds(looks(story, t + 2_000, lost))).toEqual([`stepUnsure ${enable.name}`]);
    expect(looks(story, t + 3_000, lost)).toEqual([]);
    expect(looks(story, t + 5_000, lost)).toMatchObject([
      { kind: 'stepOwed', step: fence.name, why: 'Azure said nothing' },
    ]);
    expect(effects(story, t + 6_000)).toMatchObject([
      { step: enable, fences: [] },
      { kind: 'inspect', step: fence },
    ]);
  });

  it('is waited for where its region is up, and then a person is asked', () => {
    const story = fenced();
    const why = `${fence.name} is not known to hold still: Azure said nothing`;
    expect(looks(story, t + 2_000, lost, {})).toMatchObject([{ kind: 'stepUnsure', why }]);
    expect(looks(story, t + 60_000, lost, {})).toEqual([]);
    expect(looks(story, t + 301_000, lost, {})).toMatchObject([
      { kind: 'held', step: enable.name, why },
    ]);
  });
});
