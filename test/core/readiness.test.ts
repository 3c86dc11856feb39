/** What readiness keeps from being offered, and what it only tells. */

import { describe, expect, it } from '@jest/globals';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import {
  type Checked,
  type KeptReadiness,
  type Readiness,
  staleMs,
  type Unready,
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

/** The outage of a usual story, judged beside what readiness refuses. */
function judged(refusals: readonly Unready[], ms = 9 * minute, shown = dark): Story {
  const story = new Story();
  story.tell(ms, { kind: 'judged', picture: { ...picture(ms, shown), refusals } });
  return story;
}

function offered(story: Story): boolean {
  return story.facts.some((fact) => fact.kind === 'offered');
}

describe('an offer', () => {
  const unpaired: Unready = { service: service('bus'), why: 'alias of bus: no partner' };

  it('is not made of a move that cannot succeed, and people are told why', () => {
    const story = judged([unpaired]);
    expect(offered(story)).toBe(false);
    expect(story.facts.find((fact) => fact.kind === 'notOffered')).toMatchObject({
      why: ['not ready: alias of bus: no partner'],
    });
  });

  it('is made as soon as readiness has nothing against it', () => {
    const story = judged([unpaired]);
    story.sees(10 * minute, dark);
    expect(offered(story)).toBe(true);
  });

  it('is made of other services than the one that is not ready', () => {
    const story = judged([{ ...unpaired, service: service('receivers') }], 9 * minute, {
      'api/primary': down,
    });
    expect(offered(story)).toBe(true);
  });

  it('is made although the way back would fail', () => {
    expect(offered(judged([{ ...unpaired, from: 'secondary' }]))).toBe(true);
    expect(offered(judged([{ ...unpaired, from: 'primary' }]))).toBe(false);
  });

  it('is void once readiness is lost, even under the click', () => {
    const story = judged([]);
    const seen = { ...picture(10 * minute, dark), refusals: [unpaired] };
    const facts = story.answers(10 * minute, ana, { picture: seen });
    expect(facts.map(({ kind }) => kind)).toEqual(['voided', 'notOffered', 'refused']);
  });
});

describe('unreadyOf()', () => {
  it('refuses for a failure, and for nothing less', () => {
    const found = kept(checked(broken), checked(odd, 'api'), checked(blind, 'api'), checked(fine));
    expect(unreadyOf(found, at(minute))).toEqual([
      { service: 'bus', why: 'alias of bus: no partner' },
    ]);
  });

  it('refuses for a step that is stuck today, on the way that it belongs to', () => {
    const told = { step: alias.name, service: service('bus'), title: 'alias → ne' } as const;
    const preflight = {
      is: 'told',
      preflight: {
        at: at(0),
        brake: { is: 'off' },
        steps: [
          { ...told, from: 'primary', standing: { is: 'stuck', why: 'not paired' } },
          { ...told, from: 'secondary', standing: { is: 'unsure', why: 'ARM is silent' } },
        ],
      },
    } as const;
    const found: KeptReadiness = { is: 'kept', readiness: run([], { preflight }) };
    expect(unreadyOf(found, at(minute))).toEqual([
      { service: 'bus', from: 'primary', why: 'alias → ne: not paired' },
    ]);
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
  const found = (...checks: readonly Checked[]): KeptReadiness => ({
    is: 'kept',
    readiness: run(checks, { at: opening }),
  });
  const later = (ms: number) => (opening + ms) as Instant;

  it('says in one line that all is in order, and since when that is known', () => {
    expect(summaryOf(found(checked(fine)), later(minute))).toEqual({
      is: 'fine',
      ageMs: minute,
      lines: ['Readiness, checked 2026-01-06 02:00:00 UTC: all is in order.'],
    });
  });

  it('does not change as the result grows older, until it is stale', () => {
    const lines = (ms: number) => summaryOf(found(checked(odd)), later(ms)).lines;
    expect(lines(minute)).toEqual(lines(staleMs));
    expect(lines(staleMs + 1)).toEqual([
      'Readiness, checked 2026-01-06 02:00:00 UTC, is stale: no check for more than 1 h 0 min.',
    ]);
  });

  it('names what fails before what only deserves a look, and not without end', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => checked(odd, name));
    const { is, lines } = summaryOf(found(...many, checked(broken)), later(minute));
    expect(is).toBe('fails');
    expect(lines[0]).toContain('1 failure and 5 warnings');
    expect(lines[1]).toBe('bus: alias of bus: no partner');
    expect(lines.at(-1)).toBe('and 1 more');
  });

  it('warns when readiness is not known at all', () => {
    expect(summaryOf({ is: 'never' }, opening)).toMatchObject({ is: 'warns', ageMs: undefined });
    expect(summaryOf({ is: 'unreadable', why: 'damaged' }, opening).is).toBe('warns');
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
