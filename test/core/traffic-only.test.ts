/** What is led away alone while the rest cannot be switched: offered, told, proven, and what follows it. */

import { describe, expect, it } from '@jest/globals';
import { objectionsTo } from '../../core/by-hand.ts';
import { chainsDue } from '../../core/chain.ts';
import type { Rulebook } from '../../core/decide.ts';
import type { Fact } from '../../core/fact.ts';
import type { ServiceName } from '../../core/names.ts';
import type { Plan, Step } from '../../core/plan.ts';
import { reportOf } from '../../core/telling/report.ts';
import { cardOf } from '../../core/telling.ts';
import type { Chain, Service, Watch } from '../../core/watch.ts';
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
  picture,
  rulebook,
  type Shown,
  Story,
  turn,
  watch,
} from '../build.ts';

const t = 10 * minute;
const armless = { ...dark, arm: down };
const done = { is: 'done' } as const;
const api = 'api' as ServiceName;

/** The name is kept outside Azure, so that it can be led whatever Azure says. */
const leads: Step = { ...turn, requires: [] };

const withStep = (one: Service, steps: readonly Step[]): Service => ({
  ...one,
  steps: one.steps.map((move) => ({ ...move, steps })),
});

const services = watch.services.map((one) => (one.name === api ? withStep(one, [leads]) : one));

function rules(changes: Partial<Watch> = {}): Rulebook {
  return rulebook({ services, trafficOnly: [api], ...changes });
}

function plansIn(story: Story): readonly Plan[] {
  return story.facts.findLast((fact) => fact.kind === 'offered')?.offer.plans ?? [];
}

function said(story: Story): string {
  const card = cardOf(story.incident, story.rules.watch, story.facts);
  return [card?.headline, ...(card?.notes ?? [])].join('\n');
}

/** Led away and seen there from outside; nothing else has moved. */
function led(changes: Partial<Watch> = {}): Story {
  const story = new Story(rules(changes));
  story.sees(9 * minute, armless);
  story.answers(t, ana, { shown: armless });
  story.tell(t, {
    kind: 'preflighted',
    standings: { [leads.name]: { is: 'todo' } },
    picture: picture(t, armless, { rules: story.rules }),
  });
  story.inspects(t + 1_000, leads.name, done, { shown: armless });
  return story;
}

const provenAt = t + minute;

function proven(changes: Partial<Watch> = {}): Story {
  const story = led(changes);
  story.sees(provenAt, armless, 'secondary');
  return story;
}

describe('the traffic alone', () => {
  it('is offered while all of it needs what is down, and the card names what stays', () => {
    const story = new Story(rules());
    expect(kinds(story.sees(t, armless))).toContain('offered');
    expect(plansIn(story)).toMatchObject([
      {
        ...{ move: 'failover', mode: 'forced', services: ['api'], steps: [{ name: leads.name }] },
        trafficOnly: { stay: ['receivers', 'bus'], dark: ['arm'] },
      },
    ]);
    const card = cardOf(story.incident, story.rules.watch, story.facts);
    expect(card?.choices.map(({ title }) => title)).toEqual([
      'Move only the traffic of api to northeurope (forced)',
    ]);
    expect(card?.notes).toContain(
      'Only traffic moves: receivers and bus stay in westeurope, as arm is down; what they hold, and what is received there, does not come along.',
    );
  });

  it('is never offered undeclared, nor while a plane is merely unsure', () => {
    const silent = new Story(rulebook({ services }));
    silent.sees(t, armless);
    expect(silent.incident).toMatchObject({
      notOffered: ['the switch needs arm, which is down'],
    });
    const unsure = new Story(rules());
    unsure.sees(t, { ...dark, arm: between });
    expect(unsure.incident).toMatchObject({
      notOffered: ['the switch needs arm, which is unsure'],
    });
  });

  it('is never offered where a smaller move can be made whole', () => {
    const story = new Story(rules());
    story.sees(t, { 'api/primary': down, arm: down });
    expect(plansIn(story)).toHaveLength(1);
    expect(plansIn(story)[0]?.trafficOnly).toBeUndefined();
  });

  it.each<[string, Partial<Watch>, Shown]>([
    ['it needs what is down itself', { services: watch.services }, armless],
    [
      'it does more than lead traffic in this direction',
      {
        services: services.map((one) =>
          one.name === api ? withStep(one, [leads, { ...leads, phase: 'receivers' }]) : one,
        ),
      },
      armless,
    ],
    [
      'it is well, and only goes along',
      { services: services.map((one) => ({ ...one, movesWith: [api] })) },
      { 'bus/primary': down, arm: down },
    ],
  ])('is not offered where %s', (_, changes, shown) => {
    const story = new Story(rules(changes));
    story.sees(t, shown);
    expect(story.incident).toMatchObject({
      stage: 'confirmed',
      notOffered: ['the switch needs arm, which is down'],
    });
  });

  it('is led where it is judged up, whatever becomes of the rest there', () => {
    const story = new Story(rules());
    expect(kinds(story.sees(t, { ...armless, 'bus/secondary': between }))).toContain('offered');
    const nowhere = new Story(rules());
    nowhere.sees(t, { ...armless, 'api/secondary': down });
    expect(nowhere.incident).toMatchObject({ notOffered: ['api in northeurope is down'] });
  });

  it('has a digest of its own, which covers what stays and why', () => {
    const digests = [armless, { ...dark, arm: down, entra: down }].map((shown) => {
      const story = new Story(rules());
      story.sees(t, shown);
      return plansIn(story)[0]?.digest;
    });
    const small = new Story(rulebook({ services }));
    small.sees(t, { 'api/primary': down });
    expect(new Set([...digests, plansIn(small)[0]?.digest]).size).toBe(3);
  });
});

describe('an offer of the traffic alone', () => {
  it('is void once all of it can be moved, which is then offered', () => {
    const story = new Story(rules());
    story.sees(t, armless);
    const facts = story.sees(t + minute, dark);
    expect(kinds(facts)).toEqual(['ceased', 'voided', 'offered']);
    expect(facts[1]).toMatchObject({ why: 'arm is up again: all of it can be moved' });
    expect(plansIn(story).map((plan) => [plan.services, plan.trafficOnly])).toEqual([
      [['receivers', 'bus', 'api'], undefined],
    ]);
  });

  it('stands while the plane is unsure, and while the rest could not land yet', () => {
    const story = new Story(rules());
    story.sees(t, armless);
    expect(kinds(story.sees(t + minute, { ...dark, arm: between }))).toEqual(['ceased']);
    expect(story.sees(t + 2 * minute, { ...dark, 'bus/secondary': between })).toEqual([]);
    expect(kinds(story.sees(t + 3 * minute, dark))).toEqual(['voided', 'offered']);
  });

  it('is void under the very click when the plane is back by then', () => {
    const story = new Story(rules());
    story.sees(t, armless);
    const facts = story.answers(t + minute, ana, { shown: dark });
    expect(kinds(facts)).toEqual(['ceased', 'voided', 'offered', 'refused']);
    expect(facts.at(-1)).toMatchObject({ why: 'the offer was voided at the click' });
    expect(kinds(story.answers(t + minute, ana))).toEqual(['approved']);
    expect(story.incident).toMatchObject({ plan: { services: ['receivers', 'bus', 'api'] } });
  });

  it('takes the place of a whole one when its plane goes down, and is void with what it needs', () => {
    const story = new Story(rules());
    story.sees(t, dark);
    expect(kinds(story.sees(t + minute, armless))).toEqual(['noticed', 'voided', 'offered']);
    expect(plansIn(story)[0]?.trafficOnly).toBeDefined();
    const gone = story.sees(t + 2 * minute, { ...armless, 'api/secondary': down });
    expect(gone.find(({ kind }) => kind === 'voided')).toMatchObject({
      why: 'api in northeurope is down',
    });
  });
});

describe('a move of the traffic alone', () => {
  const chain: Chain = {
    ...{ name: 'orders' as ServiceName, title: 'from entry to archive', keptFromPartners: 'so' },
    probe: { name: 'document', kind: 'chain', settings: {} },
    ...{ everyMs: 60 * minute, againMs: minute, withinMs: minute },
  };

  it('is proven by its own services, and asks for no document through those that stayed', () => {
    const story = led({ chains: [chain] });
    expect(story.incident).toMatchObject({ stage: 'moving', movedAt: t + 1_000 });
    const slot = at(t + 2 * minute);
    const [vantage = story.rules.watch.vantages[0]] = story.rules.watch.vantages;
    if (vantage === undefined) throw new Error('nobody looks');
    expect(chainsDue(story.rules.watch, story.incident, { vantage, slot })).toEqual([]);
    expect(kinds(story.sees(provenAt, armless, 'secondary'))).toEqual(['proven', 'over']);
  });

  it('tells in its notes and in its report what stayed, and what becomes of it', () => {
    const story = proven();
    expect(said(story)).toMatch(/^Only the traffic of api moved to northeurope, proven /);
    expect(said(story)).toContain('Only traffic moves: receivers and bus stay in westeurope');
    const report = reportOf(story.rules.watch, story.facts);
    expect(report?.approval?.title).toBe('Move only the traffic of api to northeurope (forced)');
    expect(report?.open.join('\n')).toContain('receivers and bus stayed in westeurope');
    expect(report?.open.join('\n')).toContain('asked about anew as soon as it can be moved');
    expect(report?.loss.join('\n')).toContain('does not come along');
  });

  it('begins no quiet period: the rest is asked about at once, and offered when it can be', () => {
    const story = proven();
    expect(story.incident).toMatchObject({
      stage: 'over',
      outcome: 'moved',
      quietUntil: undefined,
    });
    const next = story.sees(provenAt + minute, armless, 'secondary');
    expect(kinds(next).slice(-3)).toEqual(['suspected', 'confirmed', 'notOffered']);
    expect(next.slice(-2)).toMatchObject([
      { services: ['receivers', 'bus'] },
      { why: ['the switch needs arm, which is down'] },
    ]);
    expect(kinds(story.sees(provenAt + 2 * minute, dark, 'secondary'))).toContain('offered');
    expect(plansIn(story)[0]?.services).toEqual(['receivers', 'bus']);
    expect(plansIn(story)[0]?.steps.map(({ name }) => name)).toEqual(
      [fence, alias, enable].map(({ name }) => name),
    );
  });

  it('keeps a quiet period that was there before', () => {
    const story = new Story(rules());
    const quietUntil = at(t + 1);
    const opened: Fact = {
      ...{ kind: 'opened', at: at(0), incident: 2, conditions: [], active: {}, quietUntil },
    };
    story.facts.push(opened);
    story.sees(9 * minute, armless);
    expect(story.incident).toMatchObject({
      notOffered: ['a move was completed a short while ago; acknowledge it to be asked'],
    });
  });
});

describe('what stayed behind its traffic', () => {
  const alone = { 'receivers/primary': down, arm: down };

  it('is asked about by itself, critical or not', () => {
    const story = proven({ downWhen: 2 });
    expect(story.incident.parting).toEqual({
      ...{ from: 'primary', led: ['api'], stayed: ['receivers', 'bus'] },
    });
    const facts = story.sees(provenAt + minute, alone, 'secondary');
    expect(kinds(facts)).toContain('confirmed');
    expect(story.incident).toMatchObject({ outage: { services: ['receivers'] } });
    // While nothing is parted it would be no outage.
    const whole = new Story(rules());
    expect(kinds(whole.sees(t, alone))).toEqual(['noticed']);
  });

  it('is remembered through whatever incident comes between', () => {
    const story = proven();
    const none = { approvers: {}, responders: {}, targets: {}, rights: {} };
    const file = { digest: 'new', author: 'ana', publishedAt: at(provenAt) };
    const published = { kind: 'published', file, mandate: { mode: 'ask', ...none } } as const;
    expect(kinds(story.tell(provenAt + minute, published))).toEqual(['opened', 'adopted']);
    expect(kinds(story.sees(provenAt + 9 * minute, alone, 'secondary'))).toContain('confirmed');
  });

  it('is no longer asked about so once it has followed, or its traffic came home', () => {
    const home = proven();
    expect(kinds(home.sees(provenAt + minute, alone, 'primary'))).not.toContain('confirmed');
    const story = proven();
    story.sees(provenAt + minute, armless, 'secondary');
    story.sees(provenAt + 2 * minute, dark, 'secondary');
    story.answers(provenAt + 2 * minute, ana, {
      picture: picture(provenAt + 2 * minute, dark, {
        ...{ rules: story.rules, points: 'secondary', active: story.incident.active },
      }),
    });
    story.preflights(provenAt + 2 * minute);
    for (const { name } of [fence, alias, enable]) {
      story.inspects(provenAt + 2 * minute + 2_000, name, done);
    }
    story.sees(provenAt + 4 * minute, dark, 'secondary');
    expect(story.incident).toMatchObject({ stage: 'over', outcome: 'moved' });
    expect(story.incident.parting).toBeUndefined();
    expect(story.incident.quietUntil).toBeDefined();
  });
});

describe('a plan of the traffic alone that was changed by hand', () => {
  const slower: Step = { ...leads, settings: { resource: 'api/turn', ttlSeconds: 5 } };

  function brings(story: Story, ms: number, shown: Shown, steps = [slower], names = [api]) {
    return story.tell(ms, {
      ...{ kind: 'wished', move: 'failover', by: ana, via: 'terminal', why: 'sooner', at: at(ms) },
      services: names,
      byHand: { mode: 'forced', from: 'primary', steps, trafficOnly: true },
      picture: picture(ms, shown, { rules: story.rules }),
    });
  }

  it('stays one: it says what stays, though that should go along, and is void with the drafted', () => {
    const along = services.map((one) =>
      one.name === api ? { ...one, movesWith: ['bus' as ServiceName] } : one,
    );
    const story = new Story(rules({ services: along }));
    story.sees(t, armless);
    expect(kinds(brings(story, t + 1_000, armless))).toEqual(['voided', 'offered']);
    const [drafted, made] = plansIn(story);
    expect(made).toMatchObject({
      byHand: { by: ana, changes: [{ is: 'changed' }] },
      trafficOnly: drafted?.trafficOnly ?? 'nothing',
    });
    expect(made?.digest).not.toBe(drafted?.digest);
    expect(cardOf(story.incident, story.rules.watch, story.facts)?.choices.at(-1)?.title).toBe(
      'Move only the traffic of api to northeurope (forced, changed by hand)',
    );
    expect(kinds(story.sees(t + minute, dark))).toEqual(['ceased', 'voided', 'offered']);
    expect(plansIn(story).every(({ trafficOnly }) => trafficOnly === undefined)).toBe(true);
  });

  it('is refused where all of it can be moved, and where it is none', () => {
    const story = new Story(rules());
    story.sees(t, dark);
    expect(brings(story, t + 1_000, dark)).toMatchObject([
      {
        kind: 'refused',
        why: 'traffic is led alone only while what should go along cannot be switched',
      },
    ]);
    const barred = new Story(rules());
    barred.sees(t, armless);
    const both = ['bus' as ServiceName, api];
    expect(brings(barred, t + 1_000, armless, [alias, leads], both)).toMatchObject([
      {
        why: [
          'orders does not declare that bus may be led alone',
          'bus/alias is of the phase data, and only traffic is led alone',
        ].join('; '),
      },
    ]);
  });

  it('is no wish: while all is well nobody leads the traffic alone by a planned move', () => {
    const made = { move: 'failover', mode: 'planned', from: 'primary', services: [api] } as const;
    const objections = objectionsTo(
      { ...made, steps: [leads], trafficOnly: true },
      rules().watch,
    ).map(({ why }) => why);
    expect(objections).toEqual([
      'only a forced failover leads traffic alone, and this is a planned failover',
    ]);
  });
});

describe('the way back from the traffic alone', () => {
  it('takes back the traffic, once its region is not down, and parts nothing', () => {
    const story = new Story(rules());
    story.sees(9 * minute, armless);
    story.answers(t, ana, { shown: armless });
    story.tell(t, {
      kind: 'preflighted',
      standings: { [leads.name]: { is: 'todo' } },
      picture: picture(t, armless, { rules: story.rules }),
    });
    story.inspects(t + 1_000, leads.name, { is: 'todo' }, { shown: armless });
    story.inspects(t + 2_000, leads.name, { is: 'stuck', why: 'changed' }, { shown: armless });
    const back = (ms: number, shown: Shown) =>
      story.tell(ms, {
        ...{ kind: 'wished', move: 'back', services: [], by: ana, via: 'terminal' },
        ...{ why: 'it is back', at: at(ms), picture: picture(ms, shown, { rules: story.rules }) },
      });
    story.applies(t + 2_000, leads.name);
    expect(back(t + 3_000, armless)).toMatchObject([
      { kind: 'refused', why: expect.stringContaining('api in westeurope is down') },
    ]);
    expect(kinds(back(t + 3 * minute, { arm: down }))).toEqual(['over']);
    expect(story.incident.parting).toBeUndefined();
    expect(kinds(story.sees(t + 3 * minute, { arm: down }))).toContain('offered');
    expect(plansIn(story)).toMatchObject([{ services: ['api'], move: 'failback' }]);
    expect(plansIn(story)[0]?.trafficOnly).toBeUndefined();
  });
});
