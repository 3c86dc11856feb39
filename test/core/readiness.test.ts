/** What readiness keeps from being offered, and what it only tells. */

import { describe, expect, it } from '@jest/globals';
import type { Offer } from '../../core/fact.ts';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import {
  type Checked,
  type KeptReadiness,
  type Preflight,
  type Readiness,
  staleMs,
  unreadyOf,
} from '../../core/readiness.ts';
import { summaryOf } from '../../core/readiness-summary.ts';
import { readinessFrom, textOf } from '../../core/readiness-text.ts';
import { alias, ana, at, dark, down, minute, picture, Story, service, watch } from '../build.ts';

const fine: CheckFinding = { is: 'fine', why: 'paired as declared' };
const broken: CheckFinding = { is: 'fails', why: 'no partner', next: 'Pair it anew.' };
const odd: CheckFinding = { is: 'warns', why: '4 changes wait', next: 'Look again.' };
const blind: CheckFinding = { is: 'unsure', why: 'Entra did not answer', next: 'Look again.' };

function checked(finding: CheckFinding, of = 'bus', from?: 'primary' | 'secondary'): Checked {
  const told = { service: service(of), check: 'pair', title: `alias of ${of}`, finding };
  return { ...told, ...(from && { from }) };
}

function run(checks: readonly Checked[], more: Partial<Readiness> = {}): Readiness {
  const preflight = { is: 'unasked', why: 'not part of this story' } as const;
  return { watch: watch.name, at: at(0), checks, preflight, ...more };
}

function kept(...checks: readonly Checked[]): KeptReadiness {
  return { is: 'kept', readiness: run(checks) };
}

/** The outage of a usual story, judged beside what readiness last found. */
function judged(readiness: KeptReadiness, ms = 9 * minute, shown = dark): Story {
  const story = new Story();
  story.tell(ms, { kind: 'judged', picture: { ...picture(ms, shown), readiness } });
  return story;
}

function offered(story: Story): boolean {
  return offerOf(story) !== undefined;
}

function offerOf(story: Story): Offer | undefined {
  return story.facts.findLast((fact) => fact.kind === 'offered')?.offer;
}

describe('an offer', () => {
  const unpaired = checked(broken);

  it('is not made of a move that cannot succeed, and people are told why, and since when', () => {
    const story = judged(kept(unpaired));
    expect(offered(story)).toBe(false);
    expect(story.facts.find((fact) => fact.kind === 'notOffered')).toMatchObject({
      why: ['not ready: alias of bus: no partner'],
      readiness: [
        expect.stringMatching(/^Readiness checked .*, 9 min before: would fail, 1 reason\.$/),
        'bus: alias of bus: no partner',
      ],
    });
  });

  it('is made as soon as readiness has nothing against it', () => {
    const story = judged(kept(unpaired));
    const readiness = kept(checked(fine));
    story.tell(10 * minute, {
      kind: 'judged',
      picture: { ...picture(10 * minute, dark), readiness },
    });
    expect(offered(story)).toBe(true);
  });

  it('is made where nobody looks after readiness, and says nothing of it', () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    expect(offerOf(story)).not.toHaveProperty('readiness');
  });

  it('says when readiness was last checked, or that it never was', () => {
    expect(offerOf(judged(kept(checked(fine))))?.readiness).toEqual([
      expect.stringMatching(/ 9 min before: nothing stands in the way; failover .* not asked\.$/),
    ]);
    expect(offerOf(judged({ is: 'never' }))?.readiness).toEqual(['Readiness was never checked.']);
  });

  it('is made of other services than the one that is not ready, and not of the whole region', () => {
    const refused = checked(broken, 'receivers');
    const story = judged(kept(refused), 9 * minute, { 'api/primary': down });
    expect(offerOf(story)?.plans.map(({ services }) => services)).toEqual([['api']]);
    expect(offerOf(story)?.readiness).toContain(
      'another move would fail: receivers: alias of receivers: no partner',
    );
    const ready = judged(kept(), 9 * minute, { 'api/primary': down });
    expect(offerOf(ready)?.plans).toHaveLength(2);
  });

  it('is made although the way back would fail', () => {
    expect(offered(judged(kept(checked(broken, 'bus', 'secondary'))))).toBe(true);
    expect(offered(judged(kept(checked(broken, 'bus', 'primary'))))).toBe(false);
  });

  it('is void once readiness is lost, even under the click', () => {
    const story = judged(kept());
    const seen = { ...picture(10 * minute, dark), readiness: kept(unpaired) };
    const facts = story.answers(10 * minute, ana, { picture: seen });
    expect(facts.map(({ kind }) => kind)).toEqual(['voided', 'notOffered', 'refused']);
  });

  it('is void and made anew without the whole region, once only that is refused', () => {
    const shown = { 'api/primary': down };
    const story = judged(kept(), 9 * minute, shown);
    const readiness = kept(checked(broken, 'receivers'));
    const facts = story.tell(10 * minute, {
      kind: 'judged',
      picture: { ...picture(10 * minute, shown), readiness },
    });
    expect(facts.map(({ kind }) => kind)).toEqual(['voided', 'offered']);
    expect(offerOf(story)?.plans).toHaveLength(1);
  });
});

describe('unreadyOf()', () => {
  it('refuses for a failure, and for nothing less', () => {
    const found = kept(checked(broken), checked(odd, 'api'), checked(blind, 'api'), checked(fine));
    expect(unreadyOf(found, at(minute))).toEqual([
      { service: 'bus', why: 'alias of bus: no partner' },
    ]);
  });

  const step = { step: alias.name, service: service('bus'), title: 'alias → ne' } as const;
  const granted = { is: 'granted' } as const;
  const told = (more: Partial<Preflight>): KeptReadiness => {
    const preflight: Preflight = {
      at: at(0),
      token: { is: 'held', ageMs: 4 * minute },
      services: [service('bus')],
      brake: { is: 'off' },
      steps: [],
      ...more,
    };
    return { is: 'kept', readiness: run([], { preflight: { is: 'told', preflight } }) };
  };

  it('refuses for a step that is stuck today, on the way that it belongs to', () => {
    const found = told({
      steps: [
        { ...step, from: 'primary', standing: { is: 'stuck', why: 'not paired' }, rights: granted },
        { ...step, from: 'secondary', standing: { is: 'unsure', why: 'silent' }, rights: granted },
      ],
    });
    expect(unreadyOf(found, at(minute))).toEqual([
      { move: 'failover', service: 'bus', from: 'primary', why: 'alias → ne: not paired' },
    ]);
  });

  it('refuses nothing for a step that only stands in for another, but tells of it', () => {
    const stuck = { is: 'stuck', why: 'somebody changed it' } as const;
    const spare = { ...step, from: 'primary', standing: stuck, rights: granted } as const;
    const found = told({ steps: [{ ...spare, standsIn: true }] });
    expect(unreadyOf(found, at(minute))).toEqual([]);
    const { is, lines } = summaryOf(found, at(minute));
    expect([is, lines.slice(1)]).toEqual(['warns', ['bus: alias → ne: somebody changed it']]);
    if (found.is === 'kept') expect(readinessFrom(textOf(found.readiness))).toEqual(found);
  });

  it('refuses for a right that is missing, and names the action and where', () => {
    const group = '/subscriptions/s/resourceGroups/orders-ne/providers/Microsoft.ServiceBus';
    const scope = `${group}/namespaces/orders-bus-ne/disasterRecoveryConfigs/orders`;
    const action = 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs/failover/action';
    const rights = { is: 'missing', missing: [{ action, scope }] } as const;
    const found = told({ steps: [{ ...step, from: 'primary', standing: { is: 'todo' }, rights }] });
    const lacks = `lacks ${action} on orders-bus-ne/orders in orders-ne`;
    expect(unreadyOf(found, at(minute))).toEqual([
      {
        move: 'failover',
        service: 'bus',
        from: 'primary',
        why: `alias → ne: the switch identity ${lacks}`,
      },
    ]);
  });

  it('names three resources of many that a right is missing on', () => {
    const missing = ['a', 'b', 'c', 'd', 'e'].map((name) => {
      const scope = `/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows/${name}`;
      return { action: 'Microsoft.Logic/workflows/disable/action', scope };
    });
    const rights = { is: 'missing', missing } as const;
    const found = told({ steps: [{ ...step, from: 'primary', standing: { is: 'todo' }, rights }] });
    expect(unreadyOf(found, at(minute))[0]?.why).toMatch(/ on a in g, b in g, c in g and 2 more$/);
  });

  it('refuses every move when the switch identity is let in nowhere', () => {
    const why = 'outbound web identity federation is off';
    const services = [service('bus'), service('api')];
    expect(unreadyOf(told({ token: { is: 'refused', why }, services }), at(minute))).toEqual(
      services.map((one) => ({ service: one, why: `no token to switch with: ${why}` })),
    );
    expect(unreadyOf(told({ token: { is: 'unsure', why }, services }), at(minute))).toEqual([]);
  });

  it('refuses nothing for what was found too long ago, never found, or cannot be read', () => {
    expect(unreadyOf(kept(checked(broken)), at(staleMs))).toHaveLength(1);
    expect(unreadyOf(kept(checked(broken)), at(staleMs + 1))).toEqual([]);
    expect(unreadyOf({ is: 'never' }, at(0))).toEqual([]);
    expect(unreadyOf({ is: 'unreadable', why: 'damaged' }, at(0))).toEqual([]);
  });
});

describe('summaryOf()', () => {
  const opening = Date.UTC(2026, 0, 6, 2) as Instant;
  const works: Preflight = {
    at: opening,
    token: { is: 'held', ageMs: 4 * minute },
    services: [],
    steps: [],
    brake: { is: 'off' },
  };
  const found = (checks: readonly Checked[], preflight: Partial<Preflight> = {}): KeptReadiness => {
    const told = { is: 'told', preflight: { ...works, ...preflight } } as const;
    return { is: 'kept', readiness: run(checks, { at: opening, preflight: told }) };
  };
  const later = (ms: number) => (opening + ms) as Instant;
  const first = (kept: KeptReadiness) => summaryOf(kept, later(12 * minute)).lines[0];
  const checkedThen = 'Readiness checked 02:00:00 UTC, 12 min before:';

  it('says in one line that it would work, and when that was found', () => {
    expect(summaryOf(found([checked(fine)]), later(12 * minute))).toEqual({
      is: 'fine',
      ageMs: 12 * minute,
      lines: [`${checkedThen} would work.`],
    });
    expect(summaryOf(found([]), later(20_000)).lines).toEqual([
      'Readiness checked 02:00:00 UTC, less than a minute before: would work.',
    ]);
  });

  it('does not call certain what could not be told', () => {
    expect(first(found([checked(blind), checked(odd)]))).toBe(
      `${checkedThen} may work, 1 thing could not be told.`,
    );
    expect(first(found([], { brake: { is: 'unsure', why: 'silent' } }))).toContain('may work');
    const deaf: Readiness = run([], { at: opening, preflight: { is: 'unsure', why: 'no result' } });
    expect(first({ is: 'kept', readiness: deaf })).toContain('may work');
  });

  it('warns of a token that Entra has not renewed for an hour', () => {
    const { is, lines } = summaryOf(
      found([], { token: { is: 'held', ageMs: 61 * minute } }),
      later(minute),
    );
    expect([is, lines[1]]).toEqual([
      'warns',
      'the token to switch with is 1 h 1 min old, and Entra gives no newer one',
    ]);
  });

  it('is stale when nobody checked for too long', () => {
    expect(summaryOf(found([checked(odd)]), later(staleMs)).is).toBe('warns');
    expect(summaryOf(found([checked(odd)]), later(2 * 60 * minute))).toEqual({
      is: 'unsure',
      ageMs: 2 * 60 * minute,
      lines: ['Readiness is stale: last checked 2026-01-06 02:00:00 UTC, 2 h 0 min before.'],
    });
  });

  it('names what fails before what only deserves a look, and not without end', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => checked(odd, name));
    const { is, lines } = summaryOf(found([...many, checked(broken)]), later(minute));
    expect(is).toBe('fails');
    expect(lines[0]).toContain('would fail, 1 reason');
    expect(lines[1]).toBe('bus: alias of bus: no partner');
    expect(lines.at(-1)).toBe('and 2 more');
  });

  it('speaks of the move that is asked about, and only mentions that others would fail', () => {
    const kept = found([
      checked(broken, 'bus', 'secondary'),
      checked(odd, 'receivers'),
      checked(odd, 'bus', 'secondary'),
    ]);
    const about = { move: 'failover', from: 'primary', services: [service('bus')] } as const;
    expect(summaryOf(kept, later(12 * minute), about)).toMatchObject({
      is: 'fine',
      lines: [
        `${checkedThen} would work.`,
        'another move would fail: bus: alias of bus: no partner',
      ],
    });
  });

  it('says that readiness is not known at all', () => {
    expect(summaryOf({ is: 'never' }, opening)).toMatchObject({ is: 'unsure', ageMs: undefined });
    expect(summaryOf({ is: 'unreadable', why: 'damaged' }, opening).is).toBe('unsure');
  });
});

describe('a result as text', () => {
  it('reads back as it was written', () => {
    const readiness = run([checked(fine), checked(broken, 'api', 'primary')]);
    expect(readinessFrom(textOf(readiness))).toEqual({ is: 'kept', readiness });
  });

  it('is unreadable, and never half believed, when it is damaged or of another shape', () => {
    const text = textOf(run([checked(broken)]));
    for (const damaged of [text.slice(0, -5), 'null', '{}', text.replace('fails', 'explodes')]) {
      expect(readinessFrom(damaged).is).toBe('unreadable');
    }
    expect(readinessFrom(undefined)).toEqual({ is: 'never' });
  });
});
