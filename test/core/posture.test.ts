/** How things should stand where they serve, and what is asked when they do not. */

import { describe, expect, it } from '@jest/globals';
import { judge } from '../../core/judge.ts';
import type { Vantage } from '../../core/names.ts';
import type { Finding, Look, Observation } from '../../core/observation.ts';
import { isPostureDue, postureOf, postureSteps } from '../../core/posture.ts';
import {
  ana,
  at,
  between,
  bob,
  kinds,
  minute,
  rounds,
  rulebook,
  type Shown,
  Story,
  service,
  vantages,
  watch,
} from '../build.ts';

const t = 30 * minute;
const up: Finding = { is: 'up' };
const undone: Finding = { is: 'down', phase: 'answer', why: 'not as it should be' };

/** A planned move to the primary would leave this as it is asked about. */
const rules = rulebook({
  services: watch.services.map((one) => ({
    ...one,
    steps: one.steps.flatMap((way) => {
      const away = { ...way, move: 'failover', mode: 'planned' } as const;
      return way.move === 'failover' && way.from === 'primary'
        ? [way, away, { ...away, from: 'secondary' as const }]
        : [way];
    }),
  })),
});
const [shape] = postureSteps(rules.watch, {});

function looked(ms: number, vantage: Vantage, finding: Finding): Look {
  if (shape === undefined) throw new Error('nothing should stand in any way');
  const { step, side } = shape;
  const seen: Observation = {
    ...{ probe: step.name as never, vantage, at: at(ms), tookMs: 400, phases: {}, finding },
    subject: { kind: 'posture', service: step.service, side },
  };
  return { vantage, slot: at(ms), pass: 1_000, observations: [seen], lagMs: 0 };
}

/** `found`: what the looks of the last minutes saw, the newest first; a minute apart. */
function seen(story: Story, ms: number, found: readonly Finding[], shown: Shown = {}) {
  const slots = [30_000, 10_000].flatMap((ago) => [ms - ago]);
  const at_ = (n: number) => ms - 10_000 - n * minute;
  const looks = found.map((finding, n) =>
    looked(at_(n), vantages[n % 3] ?? ('nobody' as Vantage), finding),
  );
  const sighted = rounds([...slots, ...found.map((_, n) => at_(n))], shown, { points: 'primary' });
  return judge([...sighted, ...looks], rules.watch, story.incident.active, at(ms));
}

function sees(story: Story, ms: number, found: readonly Finding[], shown: Shown = {}) {
  return story.tell(ms, { kind: 'judged', picture: seen(story, ms, found, shown) });
}

describe('how things stand', () => {
  it('is looked at once a minute, by one vantage in turn', () => {
    const slots = Array.from({ length: 18 }, (_, n) => at(n * 20_000));
    const turns = slots.flatMap((slot) =>
      vantages.filter((vantage) => isPostureDue(rules.watch, { vantage, slot })),
    );
    expect(turns).toEqual([...vantages, ...vantages]);
  });

  it('asks for no guard that tells of a moment alone', () => {
    const [first] = rules.watch.services;
    const steps = first?.steps.map((way) => ({
      ...way,
      steps: way.steps.flatMap((step) =>
        step.guardedBy.length === 0
          ? [step]
          : [
              {
                ...step,
                name: 'receivers/renew' as never,
                phase: 'prepare' as const,
                guardedBy: [],
              },
              { ...step, guardedBy: [...step.guardedBy, 'receivers/renew' as never] },
            ],
      ),
    }));
    const posed = first && steps && postureOf({ ...first, steps }, 'primary');
    expect(posed?.map(({ name, guardedBy }) => [name, ...guardedBy])).toEqual([
      ['receivers/fence'],
      ['receivers/enable', 'receivers/fence'],
    ]);
  });

  it('is told when it was seen twice not to be as it should, and not before', () => {
    const story = new Story(rules);
    expect(kinds(sees(story, t, [undone]))).toEqual([]);
    expect(kinds(sees(story, t, [undone, up]))).toEqual([]);
    expect(sees(story, t, [undone, undone])[0]).toMatchObject({
      condition: {
        key: `posture:${shape?.step.service}`,
        text: expect.stringContaining('to do: '),
      },
    });
  });

  it('is told when it was twice our own fault that nobody could look, and when that is over', () => {
    const refused: Finding = { is: 'unsure', whose: 'ours', why: 'status 403' };
    const story = new Story(rules);
    expect(kinds(sees(story, t, [refused]))).toEqual([]);
    expect(kinds(sees(story, t, [refused, up]))).toEqual([]);
    expect(sees(story, t, [refused, refused])).toMatchObject([
      {
        condition: {
          key: `ours:${shape?.step.service}/posture`,
          sort: 'ours',
          text: `how ${shape?.step.service} stands cannot be looked at, by our own fault: ${shape?.step.title} (status 403)`,
        },
      },
    ]);
    expect(kinds(sees(story, t + minute, [up, refused]))).toEqual(['ceased']);
  });

  it('is no news while nobody could look', () => {
    expect(kinds(sees(new Story(rules), t, [between, between]))).toEqual([]);
  });

  it('is asked about with a plan of just these steps, once', () => {
    const story = new Story(rules);
    const facts = sees(story, t, [undone, undone]);
    expect(kinds(facts)).toEqual(['noticed', 'wished', 'offered']);
    expect(facts[1]).toMatchObject({ wish: { move: 'align', by: 'farwatch' } });
    const [plan] = facts[2]?.kind === 'offered' ? facts[2].offer.plans : [];
    expect(plan).toMatchObject({ move: 'align', mode: 'planned', to: 'primary' });
    expect(plan?.steps.map(({ name }) => name)).toContain(shape?.step.name);
    story.answers(t + 1_000, ana, {
      yes: false,
      picture: seen(story, t + 1_000, [undone, undone]),
    });
    expect(story.incident).toMatchObject({ stage: 'over', outcome: 'withdrawn' });
    expect(kinds(sees(story, t + minute, [undone, undone]))).toEqual([]);
  });

  it('needs no answer once somebody has put it right by hand', () => {
    const story = new Story(rules);
    sees(story, t, [undone, undone]);
    expect(kinds(sees(story, t + minute, [up, undone]))).toEqual(['ceased', 'voided', 'over']);
  });

  it('is asked for by a person at any time, and refused when all stands as it should', () => {
    const story = new Story(rulebook({ ...rules.watch, mode: 'ask' }));
    const ask = (ms: number, by: typeof ana, found: readonly Finding[]) =>
      story.tell(ms, {
        ...{ kind: 'wished', move: 'align', by, via: 'terminal', why: 'tidy', at: at(ms) },
        services: [],
        picture: seen(story, ms, found),
      });
    expect(ask(t, ana, [up, up])).toMatchObject([
      { kind: 'refused', why: 'all of it is seen to stand as it should' },
    ]);
    expect(ask(t, bob, [undone, undone])).toMatchObject([{ kind: 'refused' }]);
    expect(kinds(ask(t, ana, [undone, undone]))).toEqual(['wished', 'offered']);
  });

  it('is told and not asked about where the watch only advises', () => {
    const story = new Story(rulebook({ ...rules.watch, mode: 'advise' }));
    const judged = seen(story, t, [undone, undone]);
    expect(kinds(story.tell(t, { kind: 'judged', picture: judged }))).toEqual(['noticed']);
  });

  it('is not judged by what was seen on the way of a move', () => {
    const story = new Story(rules);
    const opened = { kind: 'opened', at: at(t - minute), incident: 2, conditions: [] } as const;
    const quietUntil = at(t - minute + rules.watch.rules.quietMs);
    story.facts.push({ ...opened, active: { [service('api')]: 'primary' }, quietUntil });
    expect(kinds(sees(story, t, [undone, undone]))).toEqual([]);
    expect(kinds(sees(story, t + 5 * minute, [undone, undone]))).toContain('noticed');
  });
});
