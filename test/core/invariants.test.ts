/** What must hold before any step is tried, whatever led there. */

import { describe, expect, it } from '@jest/globals';
import type { Incident, Moving, StepState } from '../../core/incident.ts';
import { objections } from '../../core/invariants.ts';
import type { Digest } from '../../core/names.ts';
import { alias, enable, fence, kinds, minute, Story } from '../build.ts';

const t = 10 * minute;

function moving(incident: Incident): Moving {
  if (incident.stage === 'moving') return incident;
  throw new Error(`the move is ${incident.stage}`);
}

/** A move whose fence stands as said, whatever could have led there. */
function withFence(is: StepState['is'], owable = true): Moving {
  const move = moving(Story.approved().incident);
  const state = move.steps[fence.name];
  if (state === undefined) throw new Error('the plan has no fence');
  const steps = { ...move.steps, [fence.name]: { ...state, is } };
  const planned = move.plan.steps.map((s) => (s.name === fence.name ? { ...s, owable } : s));
  return { ...move, steps, plan: { ...move.plan, steps: planned } };
}

const unguarded = [`${fence.name} must be done before, so that nothing runs twice`];

describe('a singleton', () => {
  it.each<[StepState['is'], readonly string[]]>([
    ['done', []],
    ['settled', []],
    ['owed', []],
    ['open', unguarded],
    ['skipped', unguarded],
  ])('whose fence is %s', (is, told) => {
    expect(objections(withFence(is), enable)).toEqual(told);
  });

  it('is not enabled behind a fence that no card marked as one that may be owed', () => {
    expect(objections(withFence('owed', false), enable)).toEqual(unguarded);
  });

  it('is not enabled before a stronger fence is proven, though that were owed', () => {
    const move = withFence('owed');
    const steps = move.plan.steps.map((s) => (s.name === fence.name ? { ...s, holds: 'x' } : s));
    expect(objections({ ...move, plan: { ...move.plan, steps } }, enable)).toEqual(unguarded);
  });

  it('asks nothing of steps that it does not name', () => {
    expect(objections(withFence('open'), alias)).toEqual([]);
  });

  it('is enabled in the move once its fence is owed, and tried like any step', () => {
    const story = Story.approved();
    const lost = { is: 'unsure', why: 'Azure said nothing' } as const;
    story.inspects(t, fence.name, lost);
    story.inspects(t + 3_000, fence.name, lost);
    story.inspects(t + 4_000, alias.name, { is: 'todo' });
    story.inspects(t + 5_000, alias.name, { is: 'done' });
    expect(kinds(story.inspects(t + 6_000, enable.name, { is: 'todo' }))).toEqual([
      `stepTried ${enable.name}`,
    ]);
  });
});

it('a step of another plan than the one approved is not tried', () => {
  const move = withFence('done');
  const other = { ...move, approval: { ...move.approval, digest: 'another' as Digest } };
  expect(objections(other, alias)).toEqual(['the approval is for another plan']);
});
