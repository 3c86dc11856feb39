/** A step that stands in for another, when a plane that the other needs does not answer. */

import { describe, expect, it } from '@jest/globals';
import { draft } from '../../core/draft.ts';
import type { StepName } from '../../core/names.ts';
import type { Plane } from '../../core/observation.ts';
import type { Step } from '../../core/plan.ts';
import { cardOf } from '../../core/telling.ts';
import { allUp, passable } from '../../core/ways.ts';
import { dark, down, kinds, picture, rulebook, Story, turn, watch } from '../build.ts';

const record: Step = {
  ...turn,
  name: 'api/record-to-secondary' as StepName,
  kind: 'route53-record',
  title: 'Route 53 orders.contoso.com → orders-ne',
  requires: [],
  insteadOf: turn.name,
};
const last: Step = { ...record, name: 'api/page' as StepName, requires: ['entra'] };

const without =
  (...planes: readonly Plane[]) =>
  (plane: Plane) =>
    planes.includes(plane) ? 'down' : 'up';

describe('the ways to one end', () => {
  it('are tried in the order in which they are listed', () => {
    const ways = [turn, last, record];
    expect(passable(ways, allUp)).toEqual([turn]);
    expect(passable(ways, without('arm'))).toEqual([expect.objectContaining({ name: last.name })]);
    expect(passable(ways, without('arm', 'entra'))).toEqual([
      expect.objectContaining({ name: record.name }),
    ]);
  });

  it('leave the first where none can be thrown, so that what is missing is told', () => {
    expect(passable([turn, { ...record, requires: ['arm'] }], without('arm'))).toEqual([turn]);
  });

  it('say in the plan why another is thrown', () => {
    const [chosen] = passable([turn, record], without('arm'));
    expect(chosen?.note).toBe(`in place of "${turn.title}": arm is down`);
  });
});

/** A watch whose only other way does not need ARM: everything but the traffic rests in this story. */
const rules = rulebook({
  services: watch.services
    .filter(({ name }) => name === 'api')
    .map((one) => ({
      ...one,
      movesWith: [],
      steps: one.steps.map((move) =>
        move.move === 'failover' && move.from === 'primary'
          ? { ...move, steps: [...move.steps, record] }
          : move,
      ),
    })),
});

describe('a move while ARM is down', () => {
  const shown = { ...dark, arm: down };

  it('is offered by the way that needs no ARM, and the card says so', () => {
    const story = new Story(rules);
    const facts = story.sees(60_000, shown);
    expect(kinds(facts)).toContain('offered');
    const card = cardOf(story.incident, rules.watch, story.facts);
    expect(card?.choices[0]?.steps).toEqual([
      expect.objectContaining({
        title: record.title,
        detail: `in place of "${turn.title}": arm is down`,
      }),
    ]);
  });

  it('is offered of what can do without it, and the whole region no longer', () => {
    const alone = { 'api/primary': down };
    const whole = rulebook({
      services: watch.services.map(
        (one) => rules.watch.services.find((s) => s.name === one.name) ?? one,
      ),
    });
    const story = new Story(whole);
    const offered = () => {
      const offer = story.facts.findLast((fact) => fact.kind === 'offered')?.offer;
      return offer?.plans.map(({ services }) => services);
    };
    story.sees(60_000, { ...alone, arm: down });
    expect(offered()).toEqual([['api']]);
    const back = new Story(whole);
    back.sees(60_000, alone);
    expect(back.incident).toMatchObject({ offer: { plans: [{}, {}] } });
    expect(kinds(back.sees(180_000, { ...alone, arm: down }))).toEqual([
      'noticed',
      'voided',
      'offered',
    ]);
  });

  it('has another digest than the same move by the other way', () => {
    const loss = {
      side: 'primary',
      services: rules.watch.services.map(({ name }) => name),
    } as const;
    const plans = [dark, shown].map((seen) => {
      const judged = picture(60_000, seen, { rules });
      return draft(
        rules.watch,
        judged,
        loss,
        (text) => `${text.length}${text.includes(record.name)}`,
      );
    });
    expect(plans[0]?.[0]?.digest).not.toBe(plans[1]?.[0]?.digest);
  });
});
