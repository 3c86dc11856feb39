/** A plan that a person has changed: its difference, what it is held to, and how it is asked about. */

import { describe, expect, it } from '@jest/globals';
import { type HandMade, type HandSteps, objectionsTo } from '../../core/by-hand.ts';
import { isAsking } from '../../core/carrying.ts';
import type { Fact } from '../../core/fact.ts';
import { judge } from '../../core/judge.ts';
import type { Person } from '../../core/names.ts';
import type { MovePhase, Step, WishedMove } from '../../core/plan.ts';
import { reportOf } from '../../core/telling/report.ts';
import { reportText } from '../../core/telling/report-text.ts';
import { cardOf } from '../../core/telling.ts';
import {
  alias,
  ana,
  at,
  ben,
  between,
  bob,
  dark,
  enable,
  fence,
  kinds,
  minute,
  rounds,
  rulebook,
  type Shown,
  Story,
  service,
  step,
  turn,
  watch,
} from '../build.ts';

const t = 30 * minute;
const all: readonly Step[] = [fence, alias, enable, turn];
const slower: Step = { ...alias, settings: { resource: 'bus/alias', margin: 7 } };

interface Brought {
  readonly by?: Person;
  readonly shown?: Shown;
  readonly move?: WishedMove;
  readonly services?: readonly string[];
}

/** Both sides have been seen for eight minutes. */
function brings(
  story: Story,
  ms: number,
  made: Partial<HandSteps>,
  { by = ana, shown = {}, move = 'failover', services = ['receivers', 'bus', 'api'] }: Brought = {},
): readonly Fact[] {
  const slots = Array.from({ length: 24 }, (_, n) => ms - 10_000 - n * 20_000);
  return story.tell(ms, {
    ...{ kind: 'wished', move, by, via: 'terminal', why: 'the bus is slow', at: at(ms) },
    services: services.map(service),
    byHand: { mode: 'planned', from: 'primary', steps: all, ...made },
    picture: judge(rounds(slots, shown), story.rules.watch, story.incident.active, at(ms)),
  });
}

function offerIn(story: Story) {
  const { incident } = story;
  if (!isAsking(incident) || incident.offer === undefined) throw new Error(incident.stage);
  return incident.offer;
}

function objections(steps: readonly Step[], more: Partial<HandMade> = {}): readonly string[] {
  const services = ['receivers', 'bus', 'api'].map(service);
  const made = { move: 'failover', mode: 'planned', from: 'primary', services, steps } as const;
  return objectionsTo({ ...made, ...more }, watch).map(({ rule, why }) => `${rule}: ${why}`);
}

const within = (one: Step, phase: MovePhase): Step => ({ ...one, phase });
const naming = (one: Step, ...workflows: readonly string[]): Step => ({
  ...one,
  settings: { group: one.name, workflows },
});

describe('a plan by hand, while all is well', () => {
  it('is asked about as it was changed, under a digest of its own', () => {
    const story = new Story();
    const restart: Step = { ...turn, name: step('api/restart'), title: 'restart of api' };
    const steps = [restart, enable, fence, within(slower, 'receivers')];
    expect(kinds(brings(story, t, { steps }))).toEqual(['wished', 'offered']);
    const [plan] = offerIn(story).plans;
    expect(plan).toMatchObject({
      ...{ move: 'failover', mode: 'planned', from: 'primary', to: 'secondary' },
      byHand: {
        by: ana,
        changes: [
          { is: 'left out', step: 'api/turn', says: 'turn of api' },
          { is: 'moved', step: 'bus/alias', says: 'from data to receivers' },
          { is: 'changed', step: 'bus/alias', says: 'margin (none) → 7' },
          { is: 'added', step: 'api/restart', says: 'in traffic: restart of api' },
        ],
      },
    });
    expect(plan?.steps.map(({ name }) => name)).toEqual([
      'receivers/fence',
      'receivers/enable',
      'bus/alias',
      'api/restart',
    ]);
    expect(story.incident).toMatchObject({ wish: { byHand: true } });
    const untouched = new Story();
    brings(untouched, t, {});
    expect(untouched.incident).toMatchObject({ stage: 'wished' });
    expect(offerIn(untouched).plans[0]?.byHand?.changes).toEqual([]);
    expect(offerIn(untouched).plans[0]?.digest).not.toBe(plan?.digest);
  });

  it('has its guards from the watch, whatever it says of them itself', () => {
    const story = new Story();
    brings(story, t, { steps: [fence, alias, { ...enable, guardedBy: [] }, turn] });
    const enabled = offerIn(story).plans[0]?.steps.find(({ name }) => name === enable.name);
    expect(enabled?.guardedBy).toEqual([fence.name]);
  });

  it('is approved, and carried out step by step as it was changed', () => {
    const story = new Story();
    brings(story, t, { steps: [alias, turn] }, { services: ['bus', 'api'] });
    expect(kinds(story.answers(t + 1_000, ben, { shown: {} }))).toEqual(['approved']);
    expect(story.incident).toMatchObject({ stage: 'moving', plan: { byHand: { by: ana } } });
    expect(Object.keys(story.incident.stage === 'moving' ? story.incident.steps : {})).toEqual([
      'bus/alias',
      'api/turn',
    ]);
  });

  it('is shown as a difference: asked, answered, and in the report', () => {
    const story = new Story();
    brings(story, t, { steps: [fence, slower, enable, turn] });
    const lines = [
      'Changed by hand by ana: 1 setting changed.',
      'changed: bus/alias: margin (none) → 7',
    ];
    const asked = cardOf(story.incident, watch, story.facts);
    expect(asked?.choices).toMatchObject([
      { title: 'Move all 3 services to northeurope (planned, changed by hand)', byHand: lines },
    ]);
    story.answers(t + 1_000, ben, { shown: {} });
    expect(cardOf(story.incident, watch, story.facts)?.notes).toEqual(
      expect.arrayContaining(lines),
    );
    const report = reportOf(watch, story.facts);
    expect(report && reportText(report, watch)).toContain(
      lines.map((one) => `  - ${one}`).join('\n'),
    );
  });

  it('is refused with everything that speaks against it', () => {
    const story = new Story();
    expect(brings(story, t, { steps: [alias, enable] })).toMatchObject([
      {
        kind: 'refused',
        why: [
          'api has no step left, and would have to be proven moved',
          'receivers/enable is guarded by receivers/fence, which was left out: it could run twice',
        ].join('; '),
      },
    ]);
    const shown = { 'bus/secondary': between, arm: between };
    expect(brings(story, t + 1, {}, { shown })).toMatchObject([
      {
        why: 'bus in northeurope is not known to be up; the switch needs arm, which is unsure',
      },
    ]);
    expect(brings(story, t + 2, {}, { by: bob })).toMatchObject([
      { why: 'bob may not ask for moves of this watch' },
    ]);
    expect(brings(story, t + 3, {}, { services: ['bux'] })).toMatchObject([
      { why: 'orders has no service bux: it has receivers, bus, api' },
    ]);
    expect(brings(new Story(rulebook({ mode: 'observe' })), t, {})).toMatchObject([
      { why: 'this watch only observes; it would have asked' },
    ]);
  });

  it('leaves the side where it serves, and is forced only in an outage', () => {
    expect(brings(new Story(), t, { from: 'secondary' })).toMatchObject([
      { why: 'it begins in northeurope, and a failover begins in westeurope now' },
    ]);
    expect(brings(new Story(), t, { mode: 'forced' })).toMatchObject([
      {
        why: 'a forced plan is for an outage, and westeurope is not confirmed to be down',
      },
    ]);
    expect(
      brings(new Story(), t, { mode: 'forced', from: 'secondary' }, { move: 'failback' }),
    ).toMatchObject([{ kind: 'refused' }]);
  });

  it('takes along who must go along and is there', () => {
    const services = watch.services.map((one) =>
      one.name === 'api' ? { ...one, movesWith: [service('bus')] } : one,
    );
    const story = new Story(rulebook({ services }));
    expect(brings(story, t, { steps: [turn] }, { services: ['api'] })).toMatchObject([
      { kind: 'refused', why: 'bus must go along, and is not among the services' },
    ]);
  });

  it('waits for nobody: one thing at a time', () => {
    const story = new Story();
    brings(story, t, {});
    expect(brings(story, t + 1, {}, { by: ben })).toMatchObject([
      { why: 'a move that ana wished for is being asked about' },
    ]);
  });
});

describe('a plan by hand, in an outage', () => {
  const forced = { mode: 'forced' } as const;

  it('takes the place of the offer, beside what was drafted', () => {
    const story = new Story();
    story.sees(t, dark);
    const before = offerIn(story).plans.length;
    const facts = brings(
      story,
      t + 1_000,
      { ...forced, steps: [fence, slower, enable, turn] },
      {
        shown: dark,
      },
    );
    expect(kinds(facts)).toEqual(['voided', 'offered']);
    const { plans, number } = offerIn(story);
    expect([number, plans.length]).toEqual([2, before + 1]);
    expect(plans.at(-1)).toMatchObject({ mode: 'forced', byHand: { by: ana } });
    // It stands like any other.
    expect(kinds(story.sees(t + minute, dark))).toEqual([]);
    const digest = plans.at(-1)?.digest;
    if (digest === undefined) throw new Error('there is no such plan');
    expect(kinds(story.answers(t + minute, ben, { digest }))).toEqual(['approved']);
    expect(story.incident).toMatchObject({ plan: { byHand: { changes: [{ is: 'changed' }] } } });
  });

  it('is asked about after a decline: whoever brings it wants to be asked', () => {
    const story = new Story();
    story.sees(t, dark);
    story.answers(t + 1, ben, { yes: false });
    const facts = brings(story, t + 1_000, forced, { shown: dark });
    expect(kinds(facts)).toEqual(['acknowledged', 'offered']);
    expect(kinds(story.sees(t + minute, dark))).toEqual([]);
  });

  it('is refused as a drafted one would not be offered, and for what it is about', () => {
    const story = new Story();
    story.sees(t, dark);
    const bad = { ...dark, 'bus/secondary': between, arm: between };
    expect(brings(story, t + 1_000, forced, { shown: bad })).toMatchObject([
      {
        kind: 'refused',
        why: 'bus in northeurope is not known to be up; the switch needs arm, which is unsure',
      },
    ]);
    expect(
      brings(story, t + 2_000, { ...forced, from: 'secondary' }, { shown: dark }),
    ).toMatchObject([{ why: 'it leaves northeurope, and westeurope is down' }]);
    expect(
      brings(
        story,
        t + 3_000,
        { ...forced, steps: [enable] },
        {
          shown: dark,
          services: ['receivers'],
        },
      ),
    ).toMatchObject([{ kind: 'refused', why: expect.stringContaining('it could run twice') }]);
    expect(brings(story, t + 4_000, {}, { shown: dark })).toMatchObject([
      { why: 'an outage is being asked about' },
    ]);
    // What was asked before is still asked.
    expect(offerIn(story).number).toBe(1);
  });

  it('is about something that is down', () => {
    const story = new Story();
    const shown = { 'bus/primary': dark['bus/primary'] ?? between };
    story.sees(t, shown);
    expect(
      brings(story, t + 1, { ...forced, steps: [turn] }, { shown, services: ['api'] }),
    ).toMatchObject([{ why: 'nothing of what is down is in it' }]);
  });
});

describe('what a plan by hand is held to', () => {
  it('is nothing but what every plan of this watch is', () => {
    expect(objections(all)).toEqual([]);
    expect(objections([alias, turn], { services: ['bus', 'api'].map(service) })).toEqual([]);
  });

  it('is that a guard comes before what it guards', () => {
    expect(objections([within(fence, 'receivers'), alias, enable, turn])).toEqual([
      'guard late: receivers/fence guards receivers/enable and must come in a phase before it',
    ]);
  });

  it('is that a fence stands before the other side is taken up, though it guards nothing by name', () => {
    const free = { ...enable, guardedBy: [] };
    const services = watch.services.map((one) => ({
      ...one,
      steps: one.steps.map((way) => ({
        ...way,
        steps: way.steps.map((s) => (s.name === enable.name ? free : s)),
      })),
    }));
    const made = {
      ...({ move: 'failover', mode: 'planned', from: 'primary' } as const),
      services: services.map(({ name }) => name),
      steps: [within(fence, 'drain'), alias, free, turn],
    };
    expect(objectionsTo(made, { ...watch, services })).toMatchObject([
      { rule: 'fence missing', at: 2 },
    ]);
  });

  it('is one step a name, of a service that is moved, and the kinds of the watch', () => {
    expect(objections([alias, alias, { ...turn, kind: 'other' }, fence, enable])).toEqual([
      'name twice: bus/alias is named twice',
      'kind changed: api/turn is of kind note in this watch',
    ]);
    expect(objections([turn, alias], { services: [service('api')] })).toEqual([
      'step of no service: bus/alias is of no service that is moved',
    ]);
    expect(objections(all, { mode: 'forced', move: 'repair' })).toContain(
      'way: nobody is asked about a forced repair',
    );
  });

  it('is that guard and guarded still name the same', () => {
    const drafted = [naming(fence, 'a', 'b', 'c'), naming(enable, 'a', 'b', 'c')] as const;
    const services = watch.services
      .filter(({ name }) => name === 'receivers')
      .map((one) => ({ ...one, steps: one.steps.map((way) => ({ ...way, steps: drafted })) }));
    const held = (...steps: readonly Step[]) =>
      objectionsTo(
        {
          ...{ move: 'failover', mode: 'planned', from: 'primary', steps },
          services: [service('receivers')],
        },
        { ...watch, services },
      ).map(({ why }) => why);
    expect(held(naming(fence, 'a', 'b'), naming(enable, 'a', 'b'))).toEqual([]);
    expect(held(naming(fence, 'a', 'b', 'c'), naming(enable, 'a'))).toEqual([]);
    expect(held(naming(fence, 'a', 'b'), naming(enable, 'a', 'b', 'c'))).toEqual([
      'receivers/fence does without c, which could run twice then',
    ]);
    expect(held(naming(fence, 'a', 'b', 'c'), naming(enable, 'a', 'b', 'd'))).toEqual([
      'receivers/enable has d, which receivers/fence does not keep off',
    ]);
    const other = { ...naming(fence, 'a', 'b', 'c'), settings: { group: 'x' } };
    expect(held(other, naming(enable, 'a', 'b', 'c'))).toEqual([
      'receivers/fence guards or is guarded: its group must stay as it was',
      'receivers/fence guards or is guarded: its workflows must stay as it was',
    ]);
  });
});
