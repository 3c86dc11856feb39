/** Given facts, when a signal, then facts: the rules about questions, answers and offers. */

import { describe, expect, it } from '@jest/globals';
import { decideAll } from '../../core/decide.ts';
import type { Fact } from '../../core/fact.ts';
import { judge } from '../../core/judge.ts';
import type { Digest } from '../../core/names.ts';
import {
  alias,
  ana,
  at,
  ben,
  between,
  bob,
  dark,
  down,
  kinds,
  minute,
  ours,
  picture,
  rounds,
  rulebook,
  type Shown,
  Story,
  up,
  watch,
} from '../build.ts';

const last = (facts: readonly Fact[]) => facts.at(-1);
const whyNot = (facts: readonly Fact[]) =>
  facts.flatMap((fact) => (fact.kind === 'notOffered' ? fact.why : [])).join('; ');

describe('an outage', () => {
  it('is suspected by one vantage, confirmed by the quorum, and offered a way out', () => {
    const story = new Story();
    expect(story.sees(minute)).toEqual([]);
    expect(kinds(story.sees(2 * minute, dark))).toEqual(['suspected', 'confirmed', 'offered']);
    expect(story.sees(3 * minute, dark)).toEqual([]);
  });

  it('clears when the quorum sees it up again, and voids the offer', () => {
    const story = new Story();
    story.sees(minute, dark);
    expect(kinds(story.sees(2 * minute))).toEqual(['voided', 'cleared']);
  });

  it('ends as a suspicion when what was suspected is up, whatever else is unknown', () => {
    const story = new Story(rulebook({ downWhen: 2 }));
    const keyless = { 'api/primary': ours };
    expect(kinds(story.sees(minute, { ...keyless, 'bus/primary': down }))).toContain('suspected');
    expect(kinds(story.sees(2 * minute, keyless))).toEqual(['cleared']);
  });

  it('stays one suspicion while one vantage says down, whatever the others see', () => {
    const story = new Story();
    const seen = (ms: number, doubted: Shown) => {
      const looks = rounds([ms - 30_000, ms - 10_000], (from) =>
        from === watch.vantages[0] ? doubted : {},
      );
      return story.tell(ms, { kind: 'judged', picture: judge(looks, watch, {}, at(ms)) });
    };
    expect(kinds(seen(minute, { 'bus/primary': down }))).toEqual(['suspected']);
    expect(seen(2 * minute, { 'bus/primary': down })).toEqual([]);
    expect(kinds(seen(3 * minute, {}))).toEqual(['cleared']);
    expect(seen(4 * minute, {})).toEqual([]);
  });

  it('neither clears nor grows while nobody can tell', () => {
    const story = new Story();
    story.sees(minute, dark);
    const unknown = {
      'api/primary': between,
      'bus/primary': between,
      'receivers/primary': between,
    };
    expect(story.sees(2 * minute, unknown)).toEqual([]);
    expect(story.incident.stage).toBe('confirmed');
  });

  it('does not open for a service that is not critical', () => {
    expect(new Story().sees(minute, { 'receivers/primary': down })).toEqual([]);
  });

  it('waits for two critical services when the file says so', () => {
    const story = new Story(rulebook({ downWhen: 2 }));
    expect(kinds(story.sees(minute, { 'bus/primary': down }))).toEqual(['suspected']);
    expect(kinds(story.sees(2 * minute, dark))).toEqual(['confirmed', 'offered']);
  });

  it('is not read out of a picture that was drawn before the last move was proven', () => {
    const story = new Story();
    const active = { receivers: 'secondary', bus: 'secondary', api: 'secondary' } as const;
    const opened = { conditions: [], active, quietUntil: undefined };
    story.facts.push({ kind: 'opened', at: at(minute), incident: 2, ...opened });
    const before = picture(2 * minute, dark, { active: {} });
    expect(story.tell(2 * minute, { kind: 'judged', picture: before })).toEqual([]);
    const since = picture(2 * minute, dark, { active, points: 'secondary' });
    expect(kinds(story.tell(2 * minute, { kind: 'judged', picture: since }))).not.toContain(
      'suspected',
    );
  });

  it('ends when what was lost has been moved away, whatever its old side says', () => {
    const onlyApi = { 'api/primary': down };
    const unknown = { 'api/primary': ours };
    const suspicion = new Story(rulebook({ downWhen: 2 }));
    expect(kinds(suspicion.sees(minute, onlyApi))).toEqual(['suspected']);
    expect(kinds(suspicion.sees(2 * minute, unknown))).not.toContain('cleared');
    expect(kinds(suspicion.sees(3 * minute, unknown, 'secondary'))).toContain('cleared');

    const question = new Story();
    question.sees(minute, onlyApi);
    const facts = question.sees(2 * minute, unknown, 'secondary');
    expect(facts.slice(-2)).toMatchObject([
      { kind: 'voided', why: 'what was down serves from the other side now' },
      { kind: 'cleared' },
    ]);
  });

  it('has what moved by itself go along with the region, so that it stays there', () => {
    const story = new Story();
    const facts = story.sees(
      minute,
      { 'bus/primary': down, 'receivers/primary': down },
      'secondary',
    );
    const offered = facts.find((fact) => fact.kind === 'offered');
    const moved = offered?.kind === 'offered' ? offered.offer.plans.at(-1) : undefined;
    expect(moved?.services).toContain('api');
    expect(moved?.steps.map(({ name }) => name)).toContain('api/turn');
    expect(offered?.kind === 'offered' && offered.offer.plans[0]?.services).not.toContain('api');
  });

  it('does not open for a dark standby: the lifeboat leaks', () => {
    const facts = new Story().sees(minute, { 'bus/secondary': down });
    expect(kinds(facts)).toEqual(['noticed']);
  });

  it('opens the next incident after the last one is over, and carries what still goes on', () => {
    const story = new Story();
    story.sees(minute, { ...dark, 'bus/secondary': down });
    story.sees(2 * minute, { 'bus/secondary': down });
    expect(story.sees(3 * minute, { 'bus/secondary': down })).toEqual([]);
    const facts = story.sees(4 * minute, { ...dark, 'bus/secondary': down });
    expect(kinds(facts)).toEqual(['opened', 'suspected', 'confirmed', 'notOffered']);
    expect(facts[0]).toMatchObject({
      incident: 2,
      conditions: [{ key: 'lifeboat:bus/secondary' }],
    });
  });
});

describe('an offer', () => {
  it('is the smallest set that can move, then the whole region', () => {
    const facts = new Story().sees(minute, { 'bus/primary': down });
    const offered = last(facts);
    const plans = offered?.kind === 'offered' ? offered.offer.plans : [];
    expect(plans.map((p) => p.services)).toEqual([['bus'], ['receivers', 'bus', 'api']]);
  });

  it('takes along what must go along', () => {
    const services = watch.services.map((s) =>
      s.name === alias.service ? { ...s, movesWith: ['receivers' as typeof s.name] } : s,
    );
    const offered = last(new Story(rulebook({ services })).sees(minute, { 'bus/primary': down }));
    const plans = offered?.kind === 'offered' ? offered.offer.plans : [];
    expect(plans[0]?.services).toEqual(['receivers', 'bus']);
  });

  it('is not made towards a side that is dark or not known to be up', () => {
    const both = new Story().sees(minute, { ...dark, 'api/secondary': down });
    expect(whyNot(both)).toBe('api in northeurope is down');
    const unknown = new Story().sees(minute, { ...dark, 'api/secondary': between });
    expect(whyNot(unknown)).toBe('api in northeurope is not known to be up');
  });

  it('is not made while the plan cannot be thrown, and is made when it can', () => {
    const story = new Story();
    expect(whyNot(story.sees(minute, { ...dark, arm: down }))).toBe(
      'the switch needs arm, which is down',
    );
    expect(kinds(story.sees(2 * minute, dark))).toEqual(['ceased', 'offered']);
  });

  it('is never made in the modes that only look or tell', () => {
    expect(whyNot(new Story(rulebook({ mode: 'observe' })).sees(minute, dark))).toContain(
      'observes',
    );
    expect(whyNot(new Story(rulebook({ mode: 'advise' })).sees(minute, dark))).toContain('advises');
  });

  it('is voided when it can no longer be carried out, and the reason is told', () => {
    const story = new Story();
    story.sees(minute, dark);
    expect(kinds(story.sees(2 * minute, { ...dark, arm: down }))).toEqual([
      'noticed',
      'voided',
      'notOffered',
    ]);
  });

  it('lapses, and is renewed under a new number while the region stays dark', () => {
    const story = new Story();
    story.sees(minute, dark);
    const facts = story.sees(16 * minute, dark);
    expect(kinds(facts)).toEqual(['lapsed', 'offered']);
    expect(last(facts)).toMatchObject({ offer: { number: 2, until: 31 * minute } });
  });

  it('lapses, and is not renewed while nobody sees the region down', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    const unknown = {
      'api/primary': between,
      'bus/primary': between,
      'receivers/primary': between,
    };
    expect(story.sees(24 * minute, unknown)).toMatchObject([
      { kind: 'lapsed' },
      { kind: 'notOffered', why: ['the outage is not confirmed at this moment'] },
    ]);
    expect(kinds(story.sees(25 * minute, dark))).toEqual(['offered']);
  });

  it('rests after a decline until more goes down', () => {
    const story = new Story();
    story.sees(minute, { 'bus/primary': down });
    expect(kinds(story.answers(2 * minute, ana, { yes: false }))).toEqual(['declined']);
    expect(whyNot(story.sees(3 * minute, { 'bus/primary': down }))).toContain('ana declined');
    expect(kinds(story.sees(4 * minute, dark))).toEqual(['worsened', 'offered']);
  });

  it('is made again after a decline when a person asks for it', () => {
    const story = new Story();
    story.sees(minute, dark);
    story.answers(2 * minute, ana, { yes: false });
    const ask = { kind: 'ordered', order: 'ask', via: 'terminal', why: '' } as const;
    expect(kinds(story.tell(3 * minute, { ...ask, by: bob }))).toEqual(['refused']);
    expect(kinds(story.tell(3 * minute, { ...ask, by: ben }))).toEqual(['acknowledged']);
    expect(kinds(story.sees(3 * minute, dark))).toEqual(['offered']);
  });

  it('is asked anew when more goes down, because the evidence has changed', () => {
    const story = new Story();
    story.sees(minute, { 'bus/primary': down });
    const before = story.incident;
    expect(kinds(story.sees(2 * minute, dark))).toEqual(['worsened', 'voided', 'offered']);
    const digest = before.stage === 'confirmed' ? before.offer?.plans[0]?.digest : undefined;
    const late = story.answers(3 * minute, ana, { offer: 1, ...(digest ? { digest } : {}) });
    expect(late).toMatchObject([
      { kind: 'refused', why: 'that offer is no longer the one that stands' },
    ]);
  });
});

describe('an answer', () => {
  const asked = () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    return story;
  };

  it('is taken from one who may, for the plan on offer, in time', () => {
    const story = asked();
    expect(kinds(story.answers(10 * minute, ana))).toEqual(['approved']);
    expect(story.incident.stage).toBe('moving');
  });

  it('moves nothing from a stranger, a stale digest or an old card, and says why', () => {
    const story = asked();
    expect(story.answers(10 * minute, bob)).toMatchObject([
      { why: 'bob may not approve this watch' },
    ]);
    expect(story.answers(10 * minute, ana, { digest: 'old' as Digest })).toMatchObject([
      { why: 'that plan is not the one on offer' },
    ]);
    expect(story.answers(10 * minute, ana, { offer: 7 })).toMatchObject([
      { why: 'that offer is no longer the one that stands' },
    ]);
    expect(story.incident.stage).toBe('confirmed');
  });

  it('moves nothing when it comes late', () => {
    const facts = asked().answers(24 * minute, ana);
    expect(kinds(facts)).toEqual(['lapsed', 'refused']);
  });

  it('is void when the region is back at the click', () => {
    const story = asked();
    const facts = story.answers(10 * minute, ana, { shown: {} });
    expect(kinds(facts)).toEqual(['voided', 'refused', 'cleared']);
    expect(story.incident.stage).toBe('over');
  });

  it('is doubted when the judges cannot confirm at the click, and taken with the word typed', () => {
    const story = asked();
    const unknown = {
      'api/primary': between,
      'bus/primary': between,
      'receivers/primary': between,
    };
    const doubted = story.answers(10 * minute, ana, { shown: unknown });
    expect(doubted).toMatchObject([
      { kind: 'doubted', why: 'the outage is not confirmed at this moment' },
    ]);
    const wrong = story.answers(11 * minute, ana, { shown: unknown, word: 'yes' });
    expect(kinds(wrong)).toEqual(['doubted']);
    const word = doubted[0]?.kind === 'doubted' ? doubted[0].word : '';
    const taken = story.answers(12 * minute, ana, { shown: unknown, word });
    expect(taken).toMatchObject([{ kind: 'approved', approval: { despite: word } }]);
  });

  it('is taken once: a second approval finds the move under way', () => {
    const story = asked();
    story.answers(10 * minute, ana);
    expect(story.answers(10 * minute, ben)).toMatchObject([
      { kind: 'refused', why: 'ana has approved already; the move is under way' },
    ]);
  });

  it('leaves no trace behind an ending', () => {
    const story = asked();
    story.sees(10 * minute);
    expect(story.answers(11 * minute, ana)).toEqual([]);
  });
});

describe('decideAll()', () => {
  it('stops at an ending: what follows belongs to the next incident', () => {
    const story = new Story();
    story.sees(minute, dark);
    const back = { kind: 'judged', picture: picture(2 * minute, { 'api/primary': up }) } as const;
    const again = { kind: 'judged', picture: picture(2 * minute, dark) } as const;
    const facts = decideAll(story.incident, [back, again], story.rules, at(2 * minute));
    expect(kinds(facts)).toEqual(['voided', 'cleared']);
  });
});
