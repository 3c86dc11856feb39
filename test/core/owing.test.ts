/** What may stay undone in a dark region, what brings it back, and how the overlap is counted. */

import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../core/plan.ts';
import {
  alias,
  ana,
  between,
  dark,
  down,
  enable,
  fence,
  kinds,
  minute,
  rulebook,
  type Shown,
  Story,
  step,
  turn,
  up,
  watch,
} from '../build.ts';

const t = 10 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const lost = { is: 'unsure', why: 'Azure said nothing' } as const;

/** The bus and the api are lost, the receivers go with them: what they show is not the outage. */
function wholeRegion(): Story {
  const story = new Story();
  const shown = { 'bus/primary': down, 'api/primary': down };
  story.sees(9 * minute, shown);
  const { incident } = story;
  const whole = incident.stage === 'confirmed' ? incident.offer?.plans[1] : undefined;
  story.answers(t, ana, { shown, ...(whole && { digest: whole.digest }) });
  story.preflights(t);
  return story;
}

/** The fence owed, and every other step done: it waits for its region. */
function settling(rules = rulebook()): Story {
  const story = Story.approved(rules);
  story.inspects(t, fence.name, lost);
  story.inspects(t + 3_000, fence.name, lost);
  story.inspects(t + 5_000, alias.name, done);
  story.inspects(t + 6_000, enable.name, done);
  return story;
}

describe('a fence that nobody could reach for a while', () => {
  const both = { 'bus/primary': down, 'api/primary': down };

  it.each<[string, Shown, boolean]>([
    ['its own service is down, whatever is known of the rest', { 'receivers/primary': down }, true],
    [
      'nobody can tell, and all that was lost is down',
      { ...both, 'receivers/primary': between },
      true,
    ],
    [
      'nobody can tell, and of what was lost one is not known to be down',
      { 'bus/primary': down, 'api/primary': between, 'receivers/primary': between },
      false,
    ],
    [
      'its own service is seen up, and so could be fenced',
      { ...both, 'receivers/primary': up },
      false,
    ],
  ])('when %s', (_, shown, owed) => {
    const story = wholeRegion();
    story.inspects(t, fence.name, lost, { shown: both });
    const facts = story.inspects(t + 9_000, fence.name, lost, { shown });
    expect(kinds(facts)).toEqual(owed ? [`stepOwed ${fence.name}`] : []);
  });

  it('is owed from the moment that the rules name, and not before', () => {
    const early = Story.approved();
    early.inspects(t, fence.name, lost);
    expect(early.inspects(t + 2_999, fence.name, lost)).toEqual([]);
    expect(kinds(early.inspects(t + 3_000, fence.name, lost))).toEqual([`stepOwed ${fence.name}`]);
  });

  it('is owed as well when it can be read, and every try to apply it fails', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, todo);
    story.tell(t + 1_000, {
      kind: 'failed',
      step: fence.name,
      run: 'run-1' as never,
      sent: 'no',
      why: 'status 503',
    });
    expect(kinds(story.inspects(t + 2_500, fence.name, todo))).toEqual([`stepTried ${fence.name}`]);
    expect(story.inspects(t + 4_000, fence.name, todo)).toMatchObject([
      { kind: 'stepOwed', why: 'status 503' },
    ]);
  });
});

describe('a step that is owed', () => {
  it('says nothing of its region while it cannot be read', () => {
    const story = settling();
    expect(story.inspects(t + 7_000, fence.name, lost)).toEqual([]);
    const stuck = { is: 'stuck', why: 'a workflow is missing' } as const;
    expect(story.inspects(t + 8_000, fence.name, stuck)).toEqual([]);
  });

  it('is a first sign of life when it can be read, told once, and is tried by one hand', () => {
    const story = settling();
    expect(kinds(story.inspects(t + 7_000, fence.name, { is: 'moving' }))).toEqual(['sourceBack']);
    expect(story.inspects(t + 8_000, fence.name, { is: 'moving' })).toEqual([]);
    expect(kinds(story.inspects(t + 9_000, fence.name, todo, { run: 'one' }))).toEqual([
      `stepTried ${fence.name}`,
    ]);
    expect(story.inspects(t + 9_500, fence.name, todo, { run: 'other' })).toEqual([]);
  });

  it('is not the end of a move that is still under way', () => {
    const story = settling();
    expect(kinds(story.inspects(t + 7_000, fence.name, done))).toEqual([
      'sourceBack',
      `stepSettled ${fence.name}`,
    ]);
    expect(story.incident.stage).toBe('moving');
    story.inspects(t + 8_000, turn.name, done);
    expect(kinds(story.sees(t + minute, dark, 'secondary'))).toEqual(['proven', 'over']);
  });

  it('is not the last one while another is owed', () => {
    const second: Step = { ...fence, name: step('receivers/fence-2'), settings: { resource: 'b' } };
    const services = watch.services.map((s) =>
      s.name === fence.service
        ? { ...s, steps: s.steps.map((m) => ({ ...m, steps: [...m.steps, second] })) }
        : s,
    );
    const story = Story.approved(rulebook({ services }));
    for (const name of [fence.name, second.name]) {
      story.inspects(t, name, lost);
      story.inspects(t + 4_000, name, lost);
    }
    for (const { name } of [alias, enable, turn]) story.inspects(t + 5_000, name, done);
    story.sees(t + minute, dark, 'secondary');
    expect(story.incident.stage).toBe('settling');
    expect(kinds(story.inspects(t + 2 * minute, fence.name, done))).not.toContain('over');
    expect(kinds(story.inspects(t + 3 * minute, second.name, done)).at(-1)).toBe('over');
  });
});

describe('the overlap', () => {
  const overlap = (story: Story) =>
    story.facts.flatMap((fact) => (fact.kind === 'stepSettled' ? [fact.overlapMs] : []));

  it('counts from the first sign of life, when the other side ran before', () => {
    const story = settling();
    story.inspects(t + 20_000, fence.name, todo);
    story.inspects(t + 23_500, fence.name, done);
    expect(overlap(story)).toEqual([3_500]);
  });

  it('counts from the moment the other side ran, when the source was back before', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, lost);
    story.inspects(t + 3_000, fence.name, lost);
    story.inspects(t + 4_000, fence.name, todo);
    story.inspects(t + 5_000, alias.name, done);
    story.inspects(t + 6_000, enable.name, done);
    story.inspects(t + 8_000, fence.name, done);
    expect(overlap(story)).toEqual([2_000]);
  });

  it('counts from the first of several receivers', () => {
    const other: Step = {
      ...enable,
      name: step('receivers/enable-2'),
      settings: { resource: 'b' },
    };
    const services = watch.services.map((s) =>
      s.name === fence.service
        ? { ...s, steps: s.steps.map((m) => ({ ...m, steps: [...m.steps, other] })) }
        : s,
    );
    const story = Story.approved(rulebook({ services }));
    story.inspects(t, fence.name, lost);
    story.inspects(t + 3_000, fence.name, lost);
    story.inspects(t + 4_000, fence.name, todo);
    story.inspects(t + 5_000, alias.name, done);
    story.inspects(t + 6_000, enable.name, done);
    story.inspects(t + 9_000, other.name, done);
    story.inspects(t + 10_000, fence.name, done);
    expect(overlap(story)).toEqual([4_000]);
  });

  it('is none where the other side never ran', () => {
    const story = Story.approved();
    story.inspects(t, fence.name, lost);
    story.inspects(t + 3_000, fence.name, lost);
    story.inspects(t + 4_000, fence.name, done);
    expect(overlap(story)).toEqual([undefined]);
  });
});
