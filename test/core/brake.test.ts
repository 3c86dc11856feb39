/** The kill switch in the hands of people: who may, what is written, and what outlives an incident. */

import { describe, expect, it } from '@jest/globals';
import type { Person } from '../../core/names.ts';
import { ana, ben, carla, dark, kinds, minute, Story } from '../build.ts';

const mallory = 'mallory' as Person;

function stop(story: Story, ms: number, by: Person, mark = 'm1') {
  return story.tell(ms, { kind: 'pulled', by, why: 'the partner called', via: 'slack', mark });
}

function lift(
  story: Story,
  ms: number,
  by: Person,
  more: { why?: string; of?: string | undefined } = {},
) {
  const { why = 'all clear' } = more;
  const of = 'of' in more ? more.of : 'm1';
  return story.tell(ms, { kind: 'released', by, why, via: 'slack', of });
}

describe('a stop', () => {
  it.each([ana, ben, carla])('is set by %s, an approver or a responder', (by) => {
    const story = new Story();
    expect(stop(story, minute, by)).toMatchObject([
      { kind: 'stopped', by, why: 'the partner called', via: 'slack', mark: 'm1' },
    ]);
    expect(story.incident.stopped).toMatchObject({ by, at: expect.any(Number) });
  });

  it('is not set by anybody else', () => {
    const story = new Story();
    expect(stop(story, minute, mallory)).toMatchObject([
      { kind: 'refused', by: mallory, why: 'mallory is neither a responder nor an approver' },
    ]);
    expect(story.incident.stopped).toBeUndefined();
  });

  it('is written once, however often it is told', () => {
    const story = new Story();
    stop(story, minute, carla);
    expect(stop(story, 2 * minute, carla)).toEqual([]);
    expect(kinds(stop(story, 3 * minute, ben, 'm2'))).toEqual(['stopped']);
    expect(story.incident.stopped).toMatchObject({ by: ben, mark: 'm2' });
  });

  it('stands through an outage, its end, and the incident after it', () => {
    const story = new Story();
    stop(story, minute, carla);
    story.sees(2 * minute, dark);
    story.sees(3 * minute);
    expect(story.incident).toMatchObject({ stage: 'over', stopped: { by: carla } });
    expect(kinds(story.sees(10 * minute, dark))[0]).toBe('opened');
    expect(story.incident).toMatchObject({ number: 2, stopped: { by: carla, mark: 'm1' } });
  });

  it('opens the next incident when the last one is over: nothing is written behind an ending', () => {
    const story = new Story();
    story.sees(minute, dark);
    story.sees(2 * minute);
    expect(kinds(stop(story, 3 * minute, carla))).toEqual(['opened', 'stopped']);
    expect(story.incident).toMatchObject({ number: 2, stage: 'calm', stopped: { by: carla } });
  });
});

describe('a stop is lifted', () => {
  it('by an approver with a reason', () => {
    const story = new Story();
    stop(story, minute, carla);
    expect(lift(story, 2 * minute, ana)).toMatchObject([
      { kind: 'lifted', by: ana, why: 'all clear', via: 'slack' },
    ]);
    expect(story.incident.stopped).toBeUndefined();
  });

  it('by no responder, not even by the one who set it', () => {
    const story = new Story();
    stop(story, minute, carla);
    expect(lift(story, 2 * minute, carla)).toMatchObject([
      { kind: 'refused', why: 'carla may stop moves, and only an approver may lift a stop' },
    ]);
    expect(story.incident.stopped).toMatchObject({ by: carla });
  });

  it.each(['', '  '])('not without a reason (%j)', (why) => {
    const story = new Story();
    stop(story, minute, carla);
    expect(kinds(lift(story, 2 * minute, ana, { why }))).toEqual(['refused']);
    expect(story.incident.stopped).toMatchObject({ by: carla });
  });

  it('not with another stop that was set meanwhile', () => {
    const story = new Story();
    stop(story, minute, carla);
    stop(story, 2 * minute, ben, 'm2');
    expect(lift(story, 3 * minute, ana, { of: 'm1' })).toEqual([]);
    expect(story.incident.stopped).toMatchObject({ by: ben });
  });

  it('also where nobody could write down that it was set', () => {
    expect(kinds(lift(new Story(), minute, ana, { of: undefined }))).toEqual(['lifted']);
  });
});
