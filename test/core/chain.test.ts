/** Whose turn it is to test a chain, and what a move makes of the tests. */

import { describe, expect, it } from '@jest/globals';
import { chainsDue } from '../../core/chain.ts';
import { judge } from '../../core/judge.ts';
import type { Finding, Look } from '../../core/observation.ts';
import type { Chain } from '../../core/watch.ts';
import {
  alias,
  ana,
  at,
  between,
  dark,
  down,
  enable,
  fence,
  kinds,
  minute,
  ours,
  watch as plain,
  rounds,
  rulebook,
  type Shown,
  Story,
  service,
  turn,
  up,
  vantages,
} from '../build.ts';

const chain: Chain = {
  name: service('way'),
  title: 'The whole chain',
  probe: { name: 'document', kind: 'chain', settings: {} },
  everyMs: 60 * minute,
  againMs: minute,
  withinMs: 2 * minute,
  keptFromPartners: 'The router keeps them away.',
};
const rules = rulebook({ chains: [chain] });
const { watch } = rules;
const t = 10 * minute;
const done = { is: 'done' } as const;

/** Sent at `ms` from the first vantage, in the round of that moment. */
function tested(ms: number, finding: Finding, tookMs = 5_000): Look {
  const slot = at(ms - (ms % 20_000));
  const [vantage = 'north' as never] = vantages;
  const subject = { kind: 'chain', service: chain.name } as const;
  const seen = { probe: 'way/chain/document' as never, subject, vantage, at: at(ms), tookMs };
  return { vantage, slot, pass: 4, lagMs: 0, observations: [{ ...seen, finding, phases: {} }] };
}

function pictureAt(ms: number, tests: readonly Look[], shown: Shown = {}, story?: Story) {
  const points = story === undefined ? 'primary' : 'secondary';
  const looks = [...rounds([ms - 30_000, ms - 10_000], shown, { points }), ...tests];
  return judge(looks, watch, story?.incident.active ?? {}, at(ms));
}

/** Every step done or owed a minute after the approval; services are well where they went. */
function moved(): Story {
  const story = Story.approved(rules);
  story.inspects(t, fence.name, { is: 'unsure', why: 'Azure said nothing' });
  story.inspects(t + 4_000, fence.name, { is: 'unsure', why: 'Azure said nothing' });
  story.inspects(t + 5_000, alias.name, done);
  story.inspects(t + 6_000, enable.name, done);
  story.inspects(t + 7_000, turn.name, done);
  return story;
}

const movedAt = t + 7_000;

function judged(story: Story, ms: number, ...tests: readonly Look[]) {
  return story.tell(ms, { kind: 'judged', picture: pictureAt(ms, tests, dark, story) });
}

describe('whose turn it is', () => {
  const calm = new Story(rules).incident;
  const slots = (from: number, to: number) =>
    Array.from({ length: (to - from) / 20_000 }, (_, n) => from + n * 20_000);
  const turns = (from: number, to: number, incident = calm) =>
    slots(from, to).flatMap((slot) =>
      vantages
        .filter((vantage) => chainsDue(watch, incident, { vantage, slot: at(slot) }).length > 0)
        .map((vantage) => `${slot / minute} ${vantage}`),
    );

  it('is once an hour in peace, from one vantage after another', () => {
    expect(turns(0, 240 * minute)).toEqual(['0 north', '60 west', '120 east', '180 north']);
  });

  it('is every minute while a move waits for its proof, at once after its last step', () => {
    const { incident } = moved();
    expect(turns(t + 20_000, t + 200_000, incident).map((one) => one.split(' ')[1])).toEqual([
      'north',
      'west',
      'east',
    ]);
    expect(turns(t, t + 20_000, incident)).toEqual([]);
  });

  it('is every minute while the chain is known to be broken', () => {
    const story = new Story(rules);
    story.tell(t, { kind: 'judged', picture: pictureAt(t, [tested(t - minute, down)]) });
    expect(turns(t, t + 3 * minute, story.incident)).toHaveLength(3);
  });

  it('is no one’s in a round that was asked for besides, nor where there is no chain', () => {
    const asked = (slot: number, of = watch) =>
      vantages.flatMap((vantage) => chainsDue(of, calm, { vantage, slot: at(slot) }));
    expect(asked(60 * minute + 1_000)).toEqual([]);
    expect(asked(60 * minute, plain)).toEqual([]);
    expect(asked(60 * minute)).toEqual([chain]);
  });
});

describe('a broken chain', () => {
  const conditions = (ms: number, ...tests: readonly Look[]) =>
    pictureAt(ms, tests)
      .conditions.filter(({ sort }) => sort === 'chain')
      .map(({ text }) => text);

  it('is told, and is no outage of any side', () => {
    const story = new Story(rules);
    const picture = pictureAt(t, [tested(t - 3 * minute, down)]);
    expect(kinds(story.tell(t, { kind: 'judged', picture }))).toEqual(['noticed']);
    expect(conditions(t, tested(t - 3 * minute, down))).toEqual([
      'The whole chain way is broken: timed out (sent from north)',
    ]);
  });

  it('is not broken when it cannot be tested, and not well either', () => {
    expect(conditions(t, tested(t - 3 * minute, ours))).toEqual([
      'The whole chain way cannot be tested: status 401 (sent from north)',
    ]);
    const later = [tested(t - 3 * minute, down), tested(t - minute, between)];
    expect(conditions(t, ...later)[0]).toContain('is broken');
  });

  it('goes by the document that was sent last, whichever answer came last', () => {
    const slow = tested(t - 3 * minute, down, 2 * minute);
    expect(conditions(t, slow, tested(t - 2 * minute, up))).toEqual([]);
  });

  it('is not told by a vantage that could not see even the references', () => {
    const blind = rounds([t - 40_000, t - 20_000], (vantage) =>
      vantage === vantages[0] ? { reference: down } : {},
    );
    const looks = [...blind, tested(t - 40_000, down)];
    expect(judge(looks, watch, {}, at(t)).tests).toEqual([]);
  });
});

describe('the proof of a move', () => {
  it('waits for a document that was sent after the last step', () => {
    const story = moved();
    expect(kinds(judged(story, movedAt + minute))).toEqual([]);
    expect(kinds(judged(story, movedAt + minute, tested(movedAt - 1_000, up)))).toEqual([]);
    const proven = judged(story, movedAt + minute, tested(movedAt + 20_000, up));
    expect(proven).toMatchObject([{ kind: 'proven', gone: [{ chain: 'way', tookMs: 5_000 }] }]);
  });

  it('is not taken from a test that taught nothing, and not undone by one', () => {
    const story = moved();
    const blind = tested(movedAt + 40_000, between);
    expect(kinds(judged(story, movedAt + minute, blind))).toEqual(['noticed']);
    const both = [tested(movedAt + 20_000, up), blind];
    expect(kinds(judged(story, movedAt + minute, ...both))).toEqual(['ceased', 'proven']);
  });

  it('is held when its time is over, with what is wrong with the chain', () => {
    const story = moved();
    const late = movedAt + 5 * minute;
    const facts = judged(story, late, tested(late - 3 * minute, down, 2 * minute));
    const why = 'not gone by a test document in time: way: timed out';
    expect(facts.at(-1)).toMatchObject({ kind: 'held', step: undefined, chainOnly: true, why });
    const untested = moved();
    expect(judged(untested, late).at(-1)).toMatchObject({
      why: 'not gone by a test document in time: way: no test of it has ended since the last step',
    });
  });

  it('has its time again when it is retried, and takes no document from before', () => {
    const story = moved();
    const late = movedAt + 5 * minute;
    judged(story, late);
    story.orders(late + minute, 'retry');
    expect(judged(story, late + 2 * minute, tested(late, up))).toEqual([]);
    const again = tested(late + minute + 20_000, up);
    expect(kinds(judged(story, late + 2 * minute, again))).toEqual(['proven']);
  });

  it('goes without the chain where an approver says so, and never without the vantages', () => {
    const story = moved();
    const late = movedAt + 5 * minute;
    judged(story, late, tested(late - 3 * minute, down));
    expect(kinds(story.orders(late, 'proceed', { by: ana }))).toEqual(['resumed']);
    const facts = judged(story, late + minute, tested(late + 20_000, down));
    expect(facts.map(({ kind }) => kind)).toContain('proven');
    expect(facts.find(({ kind }) => kind === 'proven')).not.toHaveProperty('gone');

    const unseen = moved();
    unseen.tell(late, { kind: 'judged', picture: pictureAt(late, [], dark) });
    expect(unseen.incident).toMatchObject({ stage: 'held' });
    expect(unseen.orders(late, 'proceed')).toMatchObject([{ kind: 'refused' }]);
  });
});
