/** What is said of a fence that is owed: what holds beside it, since when, and that nothing does. */

import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../core/fact.ts';
import type { Step } from '../../core/plan.ts';
import { fencingOf, ifOwed, inOverlap, whileOwed } from '../../core/telling/fenced.ts';
import { alias, at, enable, fence, step, turn } from '../build.ts';

const holds = 'what reads the key first stops';
const epoch: Step = { ...fence, name: step('receivers/epoch'), owable: false, holds };
const guarded: Step = { ...enable, guardedBy: [fence.name, epoch.name] };
const strong = { steps: [fence, epoch, alias, guarded, turn] };
const weak = { steps: [fence, alias, enable, turn] };
const done: Fact = { kind: 'stepDone', at: at(1), step: epoch.name };

describe('a fence with another beside it that holds', () => {
  it('says what that keeps off: before, meanwhile and afterwards', () => {
    expect(ifOwed(strong, fence)).toBe(`then ${holds}`);
    expect(whileOwed(strong, fence, [done])).toBe(`${holds}, which is proven`);
    expect(inOverlap(strong, fence)).toBe(`, where ${holds}`);
  });

  it('promises nothing of it before it is proven', () => {
    expect(whileOwed(strong, fence, [])).toBe(
      `${holds} once ${epoch.name} is proven; nothing is enabled before`,
    );
  });

  it('is no better off if one of those that wait for it does not wait for the other', () => {
    const more: Step = { ...enable, name: step('receivers/enable-more') };
    expect(fencingOf({ steps: [...strong.steps, more] }, fence)?.is).toBe('as well as possible');
  });
});

it('a fence alone is one as well as possible', () => {
  expect(ifOwed(weak, fence)).toBe('then fenced only as well as possible');
  expect(whileOwed(weak, fence, [])).toBe('fenced only as well as possible');
  expect(inOverlap(weak, fence)).toBe('');
});

it('of what guards nothing there is nothing to say', () => {
  expect([fencingOf(weak, alias), ifOwed(weak, alias), whileOwed(weak, alias, [])]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
