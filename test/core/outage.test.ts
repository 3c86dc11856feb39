/** What is said of an outage, and the plan that is drawn against it. */

import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../core/fact.ts';
import { judge } from '../../core/judge.ts';
import type { Vantage } from '../../core/names.ts';
import {
  ana,
  at,
  between,
  dark,
  down,
  fence,
  kinds,
  minute,
  ours,
  rounds,
  rulebook,
  Story,
  step,
  watch,
} from '../build.ts';

const of = <K extends Fact['kind']>(facts: readonly Fact[], kind: K) =>
  facts.find((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);

describe('the evidence of an outage', () => {
  const shown = (vantage: Vantage) =>
    vantage === 'east'
      ? { 'receivers/primary': between, 'api/primary': ours }
      : { 'bus/primary': down, 'receivers/primary': between };

  const confirmed = () => {
    const story = new Story();
    const looks = rounds([30_000, 50_000], shown);
    const facts = story.tell(minute, {
      kind: 'judged',
      picture: judge(looks, watch, {}, at(minute)),
    });
    return of(facts, 'confirmed');
  };

  it('tells each service of the side with its votes, and each plane', () => {
    expect(confirmed()?.layers).toEqual([
      'receivers in westeurope unsure from 3 of 3 vantages',
      'bus in westeurope down from 2 of 3 vantages',
      'api in westeurope up from 2 of 3 vantages',
      'Entra up',
      'ARM up',
      'Azure DNS up',
    ]);
  });

  it('keeps who saw what fail, since when, in which phase', () => {
    expect(confirmed()?.seen).toEqual([
      {
        service: 'bus',
        side: 'primary',
        is: 'down',
        since: 30_000,
        votes: 2,
        of: 3,
        why: ['north: connect: timed out', 'west: connect: timed out'],
      },
    ]);
  });

  it('has begun when the first vantage saw it fail, though the others came later', () => {
    const story = new Story();
    const looks = rounds([10_000, 30_000, 50_000], (vantage, slot) =>
      vantage === 'north' || slot >= 30_000 ? { 'bus/primary': down } : {},
    );
    story.tell(minute, { kind: 'judged', picture: judge(looks, watch, {}, at(minute)) });
    const { incident } = story;
    expect(incident.stage === 'confirmed' && incident.outage.since).toBe(10_000);
  });
});

describe('a sign of life', () => {
  it('is one good answer of one vantage from one lost service', () => {
    const story = Story.approved();
    const lost = { is: 'unsure', why: 'Azure said nothing' } as const;
    story.inspects(10 * minute, fence.name, lost);
    story.inspects(10 * minute + 3_000, fence.name, lost);
    const ms = 11 * minute;
    const looks = rounds([ms - 30_000, ms - 10_000], (vantage, slot) =>
      vantage === 'west' && slot > ms - 20_000
        ? { 'api/primary': down, 'receivers/primary': down }
        : dark,
    );
    const picture = judge(looks, watch, {}, at(ms));
    expect(kinds(story.tell(ms, { kind: 'judged', picture }))).toEqual(['sourceBack']);
  });
});

describe('a plan', () => {
  it('is made of the steps away from the side that is lost', () => {
    const services = watch.services.map((s) => ({
      ...s,
      steps: s.steps.flatMap((m) => [
        { ...m, mode: 'planned' as const, steps: [{ ...fence, name: step('wrong/planned') }] },
        {
          ...m,
          steps: m.steps.map((x) => ({ ...x, name: step(`${x.name} from ${m.from}`) })),
        },
      ]),
    }));
    const active = { receivers: 'secondary', bus: 'secondary', api: 'secondary' } as const;
    const story = new Story(rulebook({ services }));
    story.facts.push({
      kind: 'opened',
      at: at(0),
      incident: 2,
      conditions: [],
      active,
      quietUntil: undefined,
    });
    const there = { 'bus/secondary': down, 'api/secondary': down, 'receivers/secondary': down };
    const offered = of(story.sees(minute, there, 'secondary'), 'offered');
    const [plan] = offered?.offer.plans ?? [];
    expect([plan?.from, plan?.to]).toEqual(['secondary', 'primary']);
    expect(plan?.steps.map(({ name }) => String(name))).toEqual([
      'receivers/fence from secondary',
      'bus/alias from secondary',
      'receivers/enable from secondary',
      'api/turn from secondary',
    ]);
  });

  it('leaves out what has no steps, and is not offered where nothing has any', () => {
    const without = (...names: readonly string[]) =>
      rulebook({
        services: watch.services.map((s) => (names.includes(s.name) ? { ...s, steps: [] } : s)),
      });
    const some = of(new Story(without('api')).sees(minute, dark), 'offered');
    expect(some?.offer.plans.map((p) => p.services)).toEqual([['receivers', 'bus']]);
    const none = new Story(without('api', 'bus', 'receivers')).sees(minute, dark);
    expect(of(none, 'notOffered')?.why).toEqual(['none of what is down can be moved']);
  });

  it('has a digest that changes with whoever may approve it, and with nothing that was seen', () => {
    const digest = (story: Story, shown = dark) =>
      of(story.sees(minute, shown), 'offered')?.offer.plans[0]?.digest;
    const same = digest(new Story());
    expect(digest(new Story(), { ...dark, entra: { is: 'up' } })).toBe(same);
    expect(digest(new Story(rulebook({ approvers: [ana] })))).not.toBe(same);
    expect(digest(new Story(rulebook({ quorum: 3 })))).not.toBe(same);
  });
});
