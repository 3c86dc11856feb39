/** When a new watch file comes into force, and how that is told. */

import { describe, expect, it } from '@jest/globals';
import { evolve, replay } from '../../core/evolve.ts';
import type { FactOf } from '../../core/fact.ts';
import { type Change, changesIn, type FileTaken, type Mandate } from '../../core/mandate.ts';
import type { Signal } from '../../core/signal.ts';
import { adoptedCard, adoptedText, authorOf } from '../../core/telling/mandate.ts';
import { newsOf } from '../../core/telling/news.ts';
import { cardOf } from '../../core/telling.ts';
import { ana, at, dark, kinds, minute, Story, service, watch } from '../build.ts';

const mandate: Mandate = {
  mode: 'ask',
  approvers: { ana: 'U1', carla: 'U3' },
  responders: { dan: 'U4' },
  targets: { 'look api': '1 a', 'failover: DNS orders → ne': '1 b' },
  rights: { 'switch: CNAME/write in contoso-dns': '1 c' },
};
const other: Mandate = {
  ...mandate,
  approvers: { ana: 'U1', ben: 'U2' },
  targets: { ...mandate.targets, 'failover: DNS orders → ne': '1 z' },
};

function published(
  digest: string,
  ms: number,
  more: { readonly mandate?: Mandate; readonly despite?: string } = {},
): Signal {
  const { despite, mandate: of = mandate } = more;
  const file: FileTaken = { digest, author: 'ana', publishedAt: at(ms) };
  const told = despite === undefined ? file : { ...file, despite };
  return { kind: 'published', file: told, mandate: of };
}

/** The first file has been in force since the beginning. */
function begun(): Story {
  const story = new Story();
  story.tell(minute, published('one', 0));
  return story;
}

const inForce = (story: Story) => story.incident.adopted?.file.digest;

describe('a published watch file', () => {
  it('comes into force at once while all is calm, with what it changes', () => {
    const story = new Story();
    const [first] = story.tell(minute, published('one', 0));
    expect(first).toMatchObject({ kind: 'adopted', file: { digest: 'one', author: 'ana' } });
    expect(first).not.toHaveProperty('before');
    const [second] = story.tell(2 * minute, published('two', minute, { mandate: other }));
    expect(second).toMatchObject({
      ...{ kind: 'adopted', before: 'one' },
      changes: [
        { of: 'approvers', is: 'added', what: 'ben' },
        { of: 'approvers', is: 'removed', what: 'carla' },
        { of: 'targets', is: 'changed', what: 'failover: DNS orders → ne' },
      ],
    });
    expect(inForce(story)).toBe('two');
  });

  it('is told once, and an older one that is heard of late is not taken', () => {
    const story = begun();
    story.tell(2 * minute, published('two', minute));
    for (const again of [published('two', minute), published('two', 3 * minute)])
      expect(story.tell(4 * minute, again)).toEqual([]);
    expect(story.tell(4 * minute, published('one', 0))).toEqual([]);
    expect(kinds(story.tell(5 * minute, published('one', 5 * minute)))).toEqual(['adopted']);
  });

  it('waits while an outage is open, and is next after it', () => {
    const story = begun();
    story.sees(9 * minute, dark);
    expect(story.tell(10 * minute, published('two', 9 * minute))).toEqual([]);
    story.answers(10 * minute, ana);
    expect(story.incident.stage).toBe('moving');
    expect(story.tell(10 * minute, published('two', 9 * minute))).toEqual([]);
    expect(inForce(story)).toBe('one');

    story.facts.push({ kind: 'over', at: at(11 * minute), outcome: 'moved', quietUntil: at(1) });
    const facts = story.tell(12 * minute, published('two', 9 * minute));
    expect(kinds(facts)).toEqual(['opened', 'adopted']);
    expect(facts[0]).toMatchObject({ incident: 2, adopted: { file: { digest: 'one' } } });
    expect([story.incident.stage, inForce(story)]).toEqual(['calm', 'two']);
  });

  it('stays in force through every stage, and into the next incident', () => {
    const story = begun();
    const stages = new Set<string>();
    story.sees(9 * minute, dark);
    story.answers(10 * minute, ana);
    story.preflights(10 * minute);
    story.facts.push({ kind: 'held', at: at(10 * minute), step: undefined, why: 'late' });
    story.facts.push({
      kind: 'over',
      at: at(11 * minute),
      outcome: 'abandoned',
      quietUntil: undefined,
    });
    story.sees(20 * minute, dark);
    let incident = replay([]);
    for (const fact of story.facts) {
      incident = evolve(incident, fact);
      stages.add(incident.stage);
      expect(incident.adopted?.file.digest).toBe('one');
    }
    expect(incident.number).toBe(2);
    expect([...stages]).toEqual(
      expect.arrayContaining(['calm', 'suspected', 'confirmed', 'moving', 'held', 'over']),
    );
  });

  it('published in spite of an outage ends it, and what is down is judged anew', () => {
    const story = begun();
    story.sees(9 * minute, dark);
    expect(story.incident).toMatchObject({ stage: 'confirmed', offer: { number: 1 } });
    const late = published('two', 9 * minute, { mandate: other, despite: 'the probe is wrong' });
    expect(kinds(story.tell(10 * minute, late))).toEqual(['voided', 'over']);
    expect(story.incident).toMatchObject({ stage: 'over', outcome: 'superseded' });
    expect(inForce(story)).toBe('one');
    expect(kinds(story.tell(11 * minute, late))).toEqual(['opened', 'adopted']);
    expect(kinds(story.sees(12 * minute, dark))).toEqual(['suspected', 'confirmed', 'offered']);
    expect(story.incident.number).toBe(2);
  });

  it('published in spite of a mere suspicion ends that too', () => {
    const story = begun();
    story.facts.push({ kind: 'suspected', at: at(2 * minute), side: 'primary', seen: [] });
    expect(story.tell(3 * minute, published('two', minute))).toEqual([]);
    const late = published('two', minute, { despite: 'one probe of one vantage is wrong' });
    expect(kinds(story.tell(3 * minute, late))).toEqual(['over']);
  });

  it('never ends a move, whatever it was published in spite of', () => {
    const story = begun();
    story.sees(9 * minute, dark);
    story.answers(10 * minute, ana);
    const late = published('two', 10 * minute, { despite: 'I am sure' });
    expect(story.tell(10 * minute, late)).toEqual([]);
    story.preflights(10 * minute);
    story.facts.push({ kind: 'held', at: at(10 * minute), step: undefined, why: 'late' });
    expect(story.tell(11 * minute, late)).toEqual([]);
    expect(story.incident.stage).toBe('held');
  });

  it('leaves the conditions, the sides and the quiet time as they are', () => {
    const story = begun();
    story.facts.push({
      kind: 'opened',
      at: at(2 * minute),
      incident: 2,
      conditions: [{ key: 'blind:west', sort: 'blind', text: 'west has not reported' }],
      active: { [service('api')]: 'secondary' },
      quietUntil: at(30 * minute),
      adopted: { file: { digest: 'one', author: 'ana', publishedAt: at(0) }, mandate },
    });
    const before = story.incident;
    story.tell(3 * minute, published('two', 2 * minute));
    const { adopted: _was, ...rest } = before;
    expect(story.incident).toMatchObject(rest);
  });
});

describe('the difference of two files', () => {
  it('is everything when there was none before, and nothing between equals', () => {
    expect(changesIn(mandate, { ...mandate })).toEqual([]);
    const all = changesIn(undefined, mandate);
    expect(all[0]).toEqual({ of: 'mode', is: 'added', what: 'ask' });
    expect(all).toHaveLength(1 + 2 + 1 + 2 + 1);
  });

  it('tells a person who became somebody else in Slack', () => {
    const stolen = { ...mandate, approvers: { ana: 'U666', carla: 'U3' } };
    expect(changesIn(mandate, stolen)).toEqual([{ of: 'approvers', is: 'changed', what: 'ana' }]);
  });

  it('tells a mode by what it was', () => {
    expect(changesIn(mandate, { ...mandate, mode: 'observe' })).toEqual([
      { of: 'mode', is: 'changed', what: 'ask → observe' },
    ]);
  });
});

describe('people are told of a file in force', () => {
  const fact = (changes: readonly Change[], more: object = {}): FactOf<'adopted'> => ({
    kind: 'adopted',
    at: at(minute),
    file: { digest: 'abcdef0123456789', author: 'ana', publishedAt: at(0), ...more },
    before: 'one',
    mandate,
    changes,
  });

  it('by whom it is, and what it changes', () => {
    const told = fact(changesIn(mandate, other));
    expect(adoptedText(told)).toBe(
      'A new watch file, by ana, is in force: approvers + ben − carla; targets ~ failover: DNS orders → ne',
    );
    expect(newsOf(told, watch)).toBe(`${adoptedText(told)}.`);
    expect(adoptedText(fact([]))).toMatch(/: nothing changes of who may do what to what$/);
    const { before: _none, ...first } = told;
    expect(adoptedText(first)).toMatch(/^The first watch file, by ana,/);
  });

  it('by count, where it is much', () => {
    const many = Array.from({ length: 30 }, (_, n): Change => {
      return { of: 'rights', is: n < 20 ? 'added' : 'removed', what: `right ${n}` };
    });
    expect(adoptedText(fact(many))).toMatch(/: rights \+ 20 − 10$/);
    const { evidence } = adoptedCard(fact(many), watch, 3);
    expect(evidence).toHaveLength(26);
    expect(evidence.at(-1)).toBe('and 5 more, all in the journal');
  });

  it('on a card of its own that asks nothing', () => {
    const told = fact(changesIn(mandate, other), { despite: 'the probe is wrong' });
    expect(adoptedCard(told, watch, 3)).toMatchObject({
      headline: expect.stringMatching(
        /^orders: A new watch file, by ana, published in spite of an/,
      ),
      tone: 'news',
      evidence: ['approvers: + ben', 'approvers: − carla', 'targets: ~ failover: DNS orders → ne'],
      notes: [
        'Published 1970-01-01 00:00:00 UTC; its digest is abcdef012345.',
        'Published in spite of an open incident: the probe is wrong.',
      ],
      choices: [],
      orders: [],
    });
  });

  it('by the name in an identity of AWS', () => {
    expect(authorOf('arn:aws:sts::111122223333:assumed-role/Admin/ana')).toBe('ana (Admin)');
    expect(authorOf('arn:aws:iam::111122223333:user/ops/ana')).toBe('ops/ana');
    expect(authorOf('arn:aws:iam::111122223333:root')).toBe('arn:aws:iam::111122223333:root');
    expect(authorOf('ana at desk')).toBe('ana at desk');
  });

  it('when it ended an outage', () => {
    const story = begun();
    story.sees(9 * minute, dark);
    story.tell(10 * minute, published('two', 9 * minute, { despite: 'wrong' }));
    const card = cardOf(story.incident, watch, story.facts);
    expect(card?.headline).toMatch(/^A new watch file ended this at 00:10:00 UTC/);
    expect(card?.choices).toEqual([]);
  });
});
