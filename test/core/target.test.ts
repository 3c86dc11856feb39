/** A target that is known only during the move: fixed once, before any claim, and the same for all. */

import { expect, it } from '@jest/globals';
import { next } from '../../core/next.ts';
import { carried } from '../../core/telling/steps.ts';
import { alias, at, fence, minute, rulebook, run, Story, watch } from '../build.ts';

const t = 10 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const target = { value: { acme: 1052 }, says: 'acme 1052' };

/** The alias stands for whatever fixes its target; it is fenced before. */
const numbers = { ...alias, fixes: true as const };
const services = watch.services.map((service) => {
  if (service.name !== alias.service) return service;
  return { ...service, steps: service.steps.map((move) => ({ ...move, steps: [numbers] })) };
});

function approved(): Story {
  return Story.approved(rulebook({ services }));
}

function fenced(): Story {
  const story = approved();
  story.inspects(t + 1_000, fence.name, done);
  return story;
}

const fixes = (story: Story, ms: number, given = target) =>
  story.tell(ms, { kind: 'fixed', step: numbers.name, target: given });

const effectsOf = (story: Story, ms: number) => next(story.incident, run('run-1'), at(ms));

it('is asked for when the phases before are over, and not earlier', () => {
  const story = approved();
  expect(effectsOf(story, t)).toMatchObject([{ kind: 'inspect', step: fence }]);
  expect(fixes(story, t)).toEqual([]);
  story.inspects(t + 1_000, fence.name, done);
  expect(effectsOf(story, t + 1_000)).toEqual([{ kind: 'fix', step: numbers }]);
});

it('stands in the journal before any claim', () => {
  const story = fenced();
  for (const standing of [todo, done, { is: 'moving' } as const]) {
    expect(story.inspects(t + 2_000, numbers.name, standing)).toEqual([]);
  }
  expect(fixes(story, t + 3_000)).toEqual([
    { kind: 'targetFixed', at: t + 3_000, step: numbers.name, target },
  ]);
  expect(story.inspects(t + 4_000, numbers.name, todo)).toMatchObject([{ kind: 'stepTried' }]);
});

it('is what every hand is given, whoever died, and never another', () => {
  const story = fenced();
  fixes(story, t + 2_000);
  expect(fixes(story, t + 2_500, { value: { acme: 9_999 }, says: 'acme 9999' })).toEqual([]);
  expect(effectsOf(story, t + 3_000)).toMatchObject([{ kind: 'inspect', target: target.value }]);
  story.inspects(t + 3_000, numbers.name, todo);
  expect(effectsOf(story, t + 3_000)).toMatchObject([{ kind: 'apply', target: target.value }]);
  const heir = next(story.incident, run('run-2'), at(t + 200_000));
  expect(heir).toMatchObject([{ kind: 'inspect', target: target.value }]);
});

it('stays what it was when a person orders another try', () => {
  const story = fenced();
  fixes(story, t + 2_000);
  story.inspects(t + 3_000, numbers.name, { is: 'stuck', why: 'acme has passed 1052' });
  story.orders(t + 4_000, 'retry', { step: numbers.name });
  expect(effectsOf(story, t + 5_000)).toMatchObject([{ kind: 'inspect', target: target.value }]);
});

it('holds the move when it cannot be known in time', () => {
  const story = fenced();
  const unsure = { is: 'unsure', why: 'Azure said nothing' } as const;
  expect(story.inspects(t + 2_000, numbers.name, unsure)).toMatchObject([{ kind: 'stepUnsure' }]);
  const late = story.inspects(t + 1_000 + numbers.stepMsMax, numbers.name, unsure);
  expect(late).toMatchObject([{ kind: 'held', why: expect.stringContaining('not known') }]);
});

it('is shown on the card', () => {
  const story = fenced();
  fixes(story, t + 2_000);
  const { incident } = story;
  if (incident.stage !== 'moving') throw new Error(incident.stage);
  const drawn = carried(incident.plan, story.facts).find(({ step }) => step === numbers.name);
  expect(drawn?.detail).toBe('to reach acme 1052');
});
