/** Moves that a person asks for while nothing is lost: away, and home again. */

import { describe, expect, it } from '@jest/globals';
import { judge } from '../../core/judge.ts';
import type { Person, Run, Serving, Side } from '../../core/names.ts';
import type { WishedMove } from '../../core/plan.ts';
import { sideOf } from '../../core/posture.ts';
import {
  alias,
  ana,
  at,
  ben,
  between,
  bob,
  dark,
  down,
  enable,
  fence,
  kinds,
  minute,
  rounds,
  rulebook,
  type Shown,
  Story,
  service,
  turn,
  watch,
} from '../build.ts';

const t = 30 * minute;
const todo = { is: 'todo' } as const;
const done = { is: 'done' } as const;
const home = { receivers: 'secondary', bus: 'secondary', api: 'secondary' } as const;

/** What the last ten minutes show: long enough to know that a side has been up for a while. */
function lately(
  ms: number,
  shown: Shown,
  points: Side,
  active: Record<string, Serving>,
  forMs: number,
) {
  const slots = Array.from(
    { length: Math.ceil(forMs / 20_000) },
    (_, n) => ms - 10_000 - n * 20_000,
  );
  return judge(rounds(slots, shown, { points }), rulebook().watch, active, at(ms));
}

function wishes(
  story: Story,
  ms: number,
  move: WishedMove,
  more: { by?: Person; shown?: Shown; forMs?: number; services?: readonly string[] } = {},
) {
  const { by = ana, shown = {}, forMs = 8 * minute, services = [] } = more;
  const { active } = story.incident;
  const points = ledTo(active);
  return story.tell(ms, {
    ...{ kind: 'wished', move, by, via: 'terminal', why: 'maintenance', at: at(ms) },
    services: services.map(service),
    picture: lately(ms, shown, points, active, forMs),
  });
}

function ledTo(active: Record<string, Serving>): Side {
  return sideOf(active[service('api')] ?? 'primary');
}

/** Everything has moved to the secondary, and rests there. */
function away(): Story {
  const story = new Story();
  story.facts.push({
    ...{ kind: 'opened', at: at(0), incident: 2, conditions: [], quietUntil: undefined },
    active: home,
  });
  return story;
}

describe('a wish', () => {
  it('is put to the approvers as one planned move, of whoever serves there', () => {
    const facts = wishes(new Story(), t, 'failover');
    expect(kinds(facts)).toEqual(['wished', 'offered']);
    expect(facts[1]).toMatchObject({
      offer: {
        number: 1,
        plans: [{ move: 'failover', mode: 'planned', from: 'primary', to: 'secondary' }],
        approvers: [ana, ben],
      },
    });
  });

  it('takes along who must go along, and leaves the others', () => {
    const story = new Story(
      rulebook({
        services: watch.services.map((one) =>
          one.name === 'api' ? { ...one, movesWith: [service('bus')] } : one,
        ),
      }),
    );
    const [wished] = wishes(story, t, 'failover', { services: ['api'] });
    expect(wished).toMatchObject({ wish: { services: ['bus', 'api'] } });
  });

  it('is refused with all its reasons at once', () => {
    const facts = wishes(new Story(), t, 'failover', {
      shown: { 'bus/secondary': between, 'api/primary': between, arm: between },
    });
    expect(facts).toMatchObject([
      {
        kind: 'refused',
        why: [
          'bus in northeurope is not known to be up',
          'the switch needs arm, which is unsure',
          'api in westeurope is not known to be up',
        ].join('; '),
      },
    ]);
  });

  it('is refused for a service that there is not, also beside one that there is', () => {
    expect(wishes(new Story(), t, 'failover', { services: ['api', 'bux'] })).toMatchObject([
      { kind: 'refused', why: 'orders has no service bux: it has receivers, bus, api' },
    ]);
  });

  it('home is refused where nothing is away, and soon after home was dark', () => {
    expect(wishes(new Story(), t, 'failback')).toMatchObject([
      { kind: 'refused', why: expect.stringContaining('nothing serves from northeurope') },
    ]);
    expect(wishes(away(), t, 'failback', { forMs: 2 * minute })).toMatchObject([
      { kind: 'refused', why: expect.stringContaining('has not been seen up for 5 min 0 s yet') },
    ]);
  });

  it('may be made by approvers, while nothing else is going on', () => {
    expect(wishes(new Story(), t, 'failover', { by: bob })).toMatchObject([
      { kind: 'refused', why: 'bob may not ask for moves of this watch' },
    ]);
    const outage = new Story();
    outage.sees(t - minute, dark);
    expect(wishes(outage, t, 'failover')).toMatchObject([
      { kind: 'refused', why: 'an outage is being asked about' },
    ]);
    const story = new Story();
    wishes(story, t, 'failover');
    expect(wishes(story, t + 1, 'failover', { by: ben })).toMatchObject([
      { kind: 'refused', why: 'a move that ana wished for is being asked about' },
    ]);
    expect(wishes(new Story(rulebook({ mode: 'advise' })), t, 'failover')).toMatchObject([
      { kind: 'refused', why: 'this watch advises and offers no moves' },
    ]);
  });

  it('ends with its offer: declined, lapsed, or void', () => {
    const declined = new Story();
    wishes(declined, t, 'failover');
    expect(kinds(declined.answers(t + minute, ben, { yes: false, shown: {} }))).toEqual([
      'declined',
      'over',
    ]);
    const lapsed = new Story();
    wishes(lapsed, t, 'failover');
    expect(kinds(lapsed.sees(t + 15 * minute))).toEqual(['lapsed', 'over']);
    const voided = new Story();
    wishes(voided, t, 'failover');
    const facts = voided.sees(t + minute, { 'bus/secondary': between });
    expect(facts.slice(-2)).toMatchObject([
      { kind: 'voided', why: 'bus in northeurope is not known to be up' },
      { kind: 'over', outcome: 'withdrawn' },
    ]);
  });

  it('gives way to an outage, whose offer has a number of its own', () => {
    const story = new Story();
    wishes(story, t, 'failover');
    const facts = story.sees(t + minute, dark);
    expect(kinds(facts).filter((kind) => kind !== 'noticed')).toEqual([
      'voided',
      'confirmed',
      'offered',
    ]);
    expect(facts.at(-1)).toMatchObject({ offer: { number: 2, plans: [{ mode: 'forced' }] } });
  });
});

describe('a planned move', () => {
  const approved = (story: Story, ms: number) => {
    wishes(story, ms, story.incident.active[service('api')] ? 'failback' : 'failover');
    return story.answers(ms + 1_000, ben, {
      picture: lately(ms + 1_000, {}, ledTo(story.incident.active), story.incident.active, minute),
    });
  };
  const preflighted = (story: Story, ms: number) =>
    story.tell(ms, {
      kind: 'preflighted',
      standings: Object.fromEntries([fence, alias, enable, turn].map((s) => [s.name, todo])),
      picture: lately(ms, {}, 'primary', {}, minute),
    });

  it('is approved like any other, and is asked about with a word when a side is in doubt', () => {
    const story = new Story();
    expect(kinds(approved(story, t))).toEqual(['approved']);
    const doubtful = new Story();
    wishes(doubtful, t, 'failover');
    expect(doubtful.answers(t + 1_000, ben, { shown: { 'api/primary': between } })).toMatchObject([
      { kind: 'doubted', why: 'api in westeurope is not known to be up' },
    ]);
  });

  it('never owes a step, however long its fence cannot be read', () => {
    const story = new Story();
    approved(story, t);
    preflighted(story, t + 1_000);
    const silent = { is: 'unsure', why: 'ARM said nothing' } as const;
    for (let ms = t + 2_000; ms < t + 6 * minute; ms += 20_000) {
      story.inspects(ms, fence.name, silent, { shown: { 'receivers/primary': down } });
    }
    expect(kinds(story.facts)).not.toContain(`stepOwed ${fence.name}`);
    expect(story.incident.stage).toBe('held');
  });

  it('is not begun when the side to leave has gone down meanwhile', () => {
    const story = new Story();
    approved(story, t);
    preflighted(story, t + 1_000);
    expect(
      story.inspects(t + 30_000, fence.name, todo, { shown: { 'api/primary': down } }),
    ).toMatchObject([{ kind: 'held', why: 'api in westeurope is down' }]);
  });

  it('goes on when its own fences make the side that is left look down', () => {
    const story = new Story();
    approved(story, t);
    preflighted(story, t + 1_000);
    story.inspects(t + 2_000, fence.name, todo, { shown: {} });
    story.applies(t + 2_100, fence.name);
    story.inspects(t + 4_000, fence.name, done, { shown: {} });
    const shown = { 'receivers/primary': down };
    expect(kinds(story.inspects(t + 30_000, alias.name, todo, { shown }))).toEqual([
      `stepTried ${alias.name}`,
    ]);
  });

  it('brings everything home', () => {
    const story = away();
    expect(kinds(approved(story, t))).toEqual(['approved']);
    expect(story.incident).toMatchObject({
      stage: 'moving',
      plan: { move: 'failback', mode: 'planned', from: 'secondary', to: 'primary' },
    });
  });
});

describe('the way back from a held move', () => {
  /** The receivers were fenced, and the alias waits for a person: what was down is up again. */
  function held(): Story {
    const story = Story.approved();
    const preflight = {
      [fence.name]: todo,
      [alias.name]: todo,
      [enable.name]: todo,
      [turn.name]: todo,
    };
    story.tell(t, { kind: 'preflighted', standings: preflight, picture: seen(story, t) });
    story.facts.push(
      {
        kind: 'stepTried',
        at: at(t),
        step: fence.name,
        run: 'run-1' as Run,
        until: at(t + minute),
      },
      { kind: 'stepApplied', at: at(t), step: fence.name, run: 'run-1' as Run },
      { kind: 'stepDone', at: at(t), step: fence.name },
      { kind: 'held', at: at(t), step: alias.name, why: 'what was down is up again' },
    );
    return story;
  }

  function seen(story: Story, ms: number, shown: Shown = {}) {
    return lately(ms, shown, 'primary', story.incident.active, 8 * minute);
  }

  function back(story: Story, ms: number, more: { by?: Person; shown?: Shown } = {}) {
    const { by = ana, shown = {} } = more;
    const asked = { move: 'back', by, via: 'slack', why: 'it is well', services: [] } as const;
    return story.tell(ms, {
      ...{ kind: 'wished', ...asked, at: at(ms) },
      picture: seen(story, ms, shown),
    });
  }

  it('ends that move, and asks in the next incident for what it had begun with', () => {
    const story = held();
    const plan = story.incident.stage === 'held' ? story.incident.plan : undefined;
    expect(back(story, t + 1)).toMatchObject([
      {
        kind: 'over',
        outcome: 'abandoned',
        back: { services: ['receivers'], undoes: plan?.digest },
      },
    ]);
    const next = story.tell(t + 2, { kind: 'judged', picture: seen(story, t + 2) });
    expect(kinds(next)).toEqual(['opened', 'wished', 'offered']);
    expect(next[2]).toMatchObject({
      offer: {
        plans: [{ move: 'failback', mode: 'planned', from: 'secondary', undoes: plan?.digest }],
      },
    });
  });

  it('gives nothing up while it could not be gone', () => {
    const story = held();
    expect(back(story, t + 1, { shown: { 'receivers/primary': down } })).toMatchObject([
      { kind: 'refused', why: 'receivers in westeurope is down' },
    ]);
    expect(back(story, t + 2, { shown: { arm: between } })).toMatchObject([
      { kind: 'refused', why: expect.stringContaining('the switch needs arm') },
    ]);
    expect(back(story, t + 3, { by: bob })).toMatchObject([
      { kind: 'refused', why: 'bob may not ask for moves of this watch' },
    ]);
    expect(story.incident.stage).toBe('held');
  });

  it('waits for a hand that may still be writing', () => {
    const story = held();
    story.facts.push(
      { kind: 'resumed', at: at(t), by: ana, order: 'proceed', step: alias.name, why: '' },
      {
        kind: 'stepTried',
        at: at(t),
        step: alias.name,
        run: 'run-2' as Run,
        until: at(t + minute),
      },
      { kind: 'held', at: at(t), step: alias.name, why: 'the kill switch is on' },
    );
    expect(back(story, t + 1)).toMatchObject([
      { kind: 'refused', why: `${alias.name} is still being tried: ask again in a minute` },
    ]);
    expect(back(story, t + 2 * minute)).toMatchObject([{ kind: 'over' }]);
  });

  it('is told and not asked when something came in between', () => {
    const story = held();
    back(story, t + 1);
    const picture = seen(story, t + 2, { arm: between });
    const next = story.tell(t + 2, { kind: 'judged', picture });
    expect(kinds(next)).toContain('refused');
    expect(story.incident.stage).not.toBe('wished');
  });

  it('leads nowhere where no move is held', () => {
    expect(back(new Story(), t)).toMatchObject([{ kind: 'refused', why: 'no move is held' }]);
  });
});
