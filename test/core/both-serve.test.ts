/** Services of which both sides serve: either may be lost, is taken out, and is put back beside the other. */

import { describe, expect, it } from '@jest/globals';
import { judge } from '../../core/judge.ts';
import type { Serving, Side } from '../../core/names.ts';
import type { WishedMove } from '../../core/plan.ts';
import { postureOf } from '../../core/posture.ts';
import { reportOf } from '../../core/telling/report.ts';
import { cardOf } from '../../core/telling.ts';
import {
  ana,
  at,
  ben,
  dark,
  down,
  kinds,
  minute,
  picture,
  rounds,
  rulebook,
  type Shown,
  Story,
  service,
  turn,
  watch,
} from '../build.ts';

const t = 30 * minute;
const done = { is: 'done' } as const;
const darkThere: Shown = {
  'api/secondary': down,
  'bus/secondary': down,
  'receivers/secondary': down,
};

/** `api` serves from both sides, and the others from one at a time. */
const rules = rulebook({
  services: watch.services.map((one) => {
    if (one.name !== service('api')) return one;
    const back = { move: 'failback', mode: 'planned', from: 'primary', steps: [turn] } as const;
    return { ...one, posture: 'active-active' as const, steps: [...one.steps, back] };
  }),
});
const names = ['receivers', 'bus', 'api'] as const;
const alone = rulebook({ services: rules.watch.services.filter(({ name }) => name === 'api') });

function known(story: Story, api: Serving | undefined, from: Side = 'primary'): Story {
  const active = Object.fromEntries([
    ...names.slice(0, 2).map((name) => [name, from] as const),
    ...(api === undefined ? [] : [['api', api] as const]),
  ]);
  const opened = { kind: 'opened', at: at(0), incident: 2, conditions: [], active } as const;
  story.facts.push({ ...opened, quietUntil: undefined });
  return story;
}

function wishes(story: Story, move: WishedMove, from?: Side) {
  const slots = Array.from({ length: 24 }, (_, n) => t - 10_000 - n * 20_000);
  const seen = judge(rounds(slots), story.rules.watch, story.incident.active, at(t));
  const asked = { move, by: ana, via: 'terminal', why: 'maintenance', services: [], at: at(t) };
  return story.tell(t, { kind: 'wished', ...asked, ...(from && { from }), picture: seen });
}

function offeredIn(story: Story) {
  return story.facts.findLast((fact) => fact.kind === 'offered')?.offer.plans[0];
}

/** Asked, approved, done and seen; `points`: where its name leads from then on. */
function moved(story: Story, ms: number, shown: Shown, points: Side): Story {
  story.answers(ms, ben, {
    picture: picture(ms, shown, { rules: alone, active: story.incident.active }),
  });
  story.preflights(ms);
  story.inspects(ms + 1_000, turn.name, done);
  story.sees(ms + 2 * minute, shown, points);
  return story;
}

describe('a service of which both sides serve', () => {
  it('is judged on either by what it is asked as one that serves', () => {
    const { active } = picture(9 * minute, {}, { rules });
    expect(active).toEqual({ receivers: 'primary', bus: 'primary', api: 'both' });
  });

  it('is not taken for moved because its name leads to one of them', () => {
    const seen = picture(9 * minute, {}, { rules, points: 'secondary' });
    expect(seen.active).toMatchObject({ api: 'both' });
    expect(seen.conditions).toEqual([]);
  });

  it('is lost on the secondary too, which is then taken out alone', () => {
    const story = new Story(rules);
    story.sees(9 * minute, darkThere);
    expect(story.facts).toContainEqual(
      expect.objectContaining({ kind: 'confirmed', side: 'secondary', services: ['api'] }),
    );
    const plan = offeredIn(story);
    expect(plan).toMatchObject({ move: 'failover', from: 'secondary', services: ['api'] });
    expect(plan?.toBoth).toBeUndefined();
    const card = cardOf(story.incident, rules.watch, story.facts);
    expect(card?.choices[0]?.title).toBe('Take api out of northeurope (forced)');
  });

  it('goes along with those that leave the primary', () => {
    const story = new Story(rules);
    story.sees(9 * minute, dark);
    expect(offeredIn(story)).toMatchObject({
      from: 'primary',
      services: ['receivers', 'bus', 'api'],
    });
  });

  it('is taken out, told so, and put back beside the other by the way home', () => {
    const story = new Story(alone);
    story.sees(9 * minute, { 'api/secondary': down });
    moved(story, 10 * minute, { 'api/secondary': down }, 'primary');
    expect(kinds(story.facts).slice(-2)).toEqual(['proven', 'over']);
    expect(story.incident.active).toEqual({ api: 'primary' });
    const card = cardOf(story.incident, alone.watch, story.facts);
    expect(card?.headline).toMatch(/^api taken out of northeurope, proven /);
    expect(card?.wishes).toEqual([{ move: 'failback', title: 'Put it back' }]);
    expect(reportOf(alone.watch, story.facts)?.open).toEqual([
      'api is taken out of northeurope: put back with `farwatch move home` when it is well again.',
    ]);

    wishes(story, 'failback');
    expect(offeredIn(story)).toMatchObject({ from: 'primary', to: 'secondary', toBoth: ['api'] });
    const asked = cardOf(story.incident, alone.watch, story.facts);
    expect(asked?.choices[0]?.title).toBe('Put api back into northeurope (planned)');
    moved(story, t + minute, {}, 'primary');
    expect(story.incident.active).toEqual({ api: 'both' });
  });

  it('is not brought home while it is there', () => {
    const story = known(new Story(rules), 'both', 'secondary');
    wishes(story, 'failback');
    expect(offeredIn(story)).toMatchObject({ from: 'secondary', services: ['receivers', 'bus'] });
  });

  it('is taken out of the side that a person names', () => {
    const story = new Story(rules);
    wishes(story, 'failover', 'secondary');
    expect(offeredIn(story)).toMatchObject({ from: 'secondary', services: ['api'] });
  });

  it('goes home from where it is, whatever a person names', () => {
    const story = known(new Story(rules), 'primary');
    expect(wishes(story, 'failback', 'secondary')).toMatchObject([
      { kind: 'refused', why: 'a failback begins in westeurope now, and not in northeurope' },
    ]);
  });

  it('should stand as the way home leaves it, and of one side as the way there does', () => {
    const [api] = rules.watch.services.filter(({ name }) => name === 'api');
    expect(api && postureOf(api, 'both').map(({ name }) => name)).toEqual([turn.name]);
    expect(api && postureOf(api, 'secondary').map(({ name }) => name)).toEqual([turn.name]);
  });

  it('serves from one side once the file says so', () => {
    const { active } = picture(9 * minute, {}, { active: { api: 'both' } });
    expect(active).toMatchObject({ api: 'primary' });
  });
});
