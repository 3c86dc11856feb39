/** The verdict: streaks, quorum with a fixed denominator, blindness, and whose fault it is. */

import { describe, expect, it } from '@jest/globals';
import { judge } from '../../core/judge.ts';
import type { Vantage } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import { verdictOf } from '../../core/picture.ts';
import {
  at,
  between,
  down,
  lookOf,
  minute,
  ours,
  rounds,
  type Shown,
  service,
  up,
  vantages,
  watch,
} from '../build.ts';

const bus = service('bus');
const judged = (looks: readonly Look[], ms: number) => judge(looks, watch, {}, at(ms));
const verdict = (looks: readonly Look[], ms: number) =>
  verdictOf(judged(looks, ms), bus, 'primary');
const only =
  (...names: readonly string[]) =>
  (vantage: Vantage) =>
    names.includes(vantage) ? { 'bus/primary': down } : {};

/** The same look, in which these subjects said something else. */
function again(look: Look, shown: Shown): Look {
  const observations = look.observations.map((o) => ({
    ...o,
    finding: (o.subject.kind === 'control' ? shown[o.subject.control] : undefined) ?? o.finding,
  }));
  return { ...look, observations };
}

describe('judge() on one service', () => {
  it('is up when the quorum had two good answers in a row', () => {
    expect(verdict(rounds([0, 20_000]), 21_000)).toBe('up');
    expect(verdict(rounds([0]), 1_000)).toBe('unsure');
  });

  it('is down after three failing answers over two rounds, as soon as the third is in', () => {
    const first = rounds([20_000], { 'bus/primary': down });
    const third = vantages.map((v) => lookOf(v, 40_000, { 'bus/primary': down }));
    expect(verdict([...rounds([0]), ...first], 39_000)).toBe('unsure');
    expect(verdict([...rounds([0]), ...first, ...third], 40_200)).toBe('down');
  });

  it('does not believe failures of a single round, however many', () => {
    const looks = rounds([0], { 'bus/primary': down });
    const more = vantages.map((v) =>
      lookOf(v, 0, { 'bus/primary': down }, { pass: 3, tookMs: 900 }),
    );
    expect(verdict([...looks, ...more], 10_000)).toBe('unsure');
  });

  it('needs the quorum: one of three vantages confirms nothing', () => {
    expect(verdict(rounds([0, 20_000], only('north')), 30_000)).toBe('up');
    expect(verdict(rounds([0, 20_000], only('north', 'west')), 30_000)).toBe('down');
  });

  it('never shrinks the quorum when vantages are missing or stale', () => {
    const [north] = vantages;
    const alone = rounds([0, 20_000], { 'bus/primary': down }).filter((l) => l.vantage === north);
    expect(verdict(alone, 30_000)).toBe('unsure');
    const stale = rounds([0, 20_000], { 'bus/primary': down }).filter((l) => l.vantage !== north);
    const late = rounds([100_000, 120_000], { 'bus/primary': down }).filter(
      (l) => l.vantage === north,
    );
    expect(verdict([...stale, ...late], 130_000)).toBe('unsure');
  });

  it('lets our own faults and what lies between break every streak', () => {
    for (const finding of [ours, between]) {
      const looks = [
        ...rounds([0], { 'bus/primary': down }),
        ...rounds([20_000], { 'bus/primary': finding }),
        ...rounds([40_000], { 'bus/primary': down }),
      ];
      expect(verdict(looks, 41_000)).toBe('unsure');
    }
  });

  it('lets a vantage abstain in rounds in which it could not see the references', () => {
    const blind = (vantage: Vantage) =>
      vantage === 'north' || vantage === 'west'
        ? { reference: down, 'bus/primary': down }
        : { 'bus/primary': down };
    const picture = judged(rounds([0, 20_000], blind), 30_000);
    expect(verdictOf(picture, bus, 'primary')).toBe('unsure');
    expect(picture.seeing).toEqual(['east']);
  });

  it('does not count what was asked in a moment of blindness, though the round saw again', () => {
    const gone = { reference: down, 'bus/primary': down };
    // The network of every vantage hiccups once; of the bus, two answers are bad in all.
    const hiccup = vantages.flatMap((v) => [
      lookOf(v, 0, gone),
      again(lookOf(v, 0, gone, { pass: 3 }), { reference: up }),
      lookOf(v, 20_000, { 'bus/primary': down }),
    ]);
    expect(verdict(hiccup, 21_000)).toBe('unsure');
    const [bad] = judged(hiccup, 21_000).services.filter((v) => v.service === bus);
    expect(bad?.opinions.map(({ since }) => since)).toEqual([5_100, 5_100, 5_100]);
    const third = vantages.map((v) => lookOf(v, 20_000, { 'bus/primary': down }, { pass: 3 }));
    expect(verdict([...hiccup, ...third], 26_000)).toBe('down');
  });

  it('counts what is asked again of a target alone, when the references were seen at first', () => {
    const looks = vantages.flatMap((v) => [
      lookOf(v, 0, { 'bus/primary': down }),
      lookOf(v, 0, { 'bus/primary': down }, { pass: 3 }),
      lookOf(v, 20_000, { 'bus/primary': down }),
    ]);
    expect(verdict(looks, 21_000)).toBe('down');
    // And nothing of a round whose references stayed away to its end.
    const gone = { reference: down, 'bus/primary': down };
    const away = vantages.flatMap((v) => [
      lookOf(v, 20_000, gone),
      lookOf(v, 20_000, gone, { pass: 3 }),
    ]);
    expect(verdict([...looks.filter((l) => l.slot === 0), ...away], 26_000)).toBe('unsure');
  });

  it('sees as long as one of its references answers, also when it asks the other again', () => {
    const looks = rounds([0, 20_000], { 'bus/primary': down }).map((look) => {
      const mars = look.observations.slice(0, 1).map((o) => ({
        ...o,
        subject: { kind: 'control', control: 'reference' } as const,
        probe: 'reference/mars' as typeof o.probe,
        finding: down,
      }));
      return { ...look, observations: [...look.observations, ...mars] };
    });
    expect(verdict(looks, 31_000)).toBe('down');
    expect(judged(looks, 31_000).seeing).toEqual([...vantages]);
  });

  it('does not blame a region for a name that no Azure DNS resolves', () => {
    const unresolved = { is: 'down', phase: 'resolve', why: 'no answer' } as const;
    const shown = { 'bus/primary': unresolved, 'azure-dns': unresolved };
    const picture = judged(rounds([0, 20_000], shown), 30_000);
    expect(verdictOf(picture, bus, 'primary')).toBe('unsure');
    expect(picture.controls['azure-dns'].is).toBe('down');
    expect(verdict(rounds([0, 20_000], { 'bus/primary': unresolved }), 30_000)).toBe('down');
  });
});

describe('judge() by role', () => {
  const gate = { name: 'gate', kind: 'http', settings: {} };
  const two = watch.services.map((s) => {
    const active = [...s.probes.primary.active, gate];
    return { ...s, probes: { ...s.probes, primary: { ...s.probes.primary, active } } };
  });
  /** The door answers, and the gate has said nothing yet in the newest round. */
  const hung = (slot: number) =>
    rounds([slot]).map((look) => ({
      ...look,
      observations: look.observations.flatMap((o) => {
        const gateSeen = { ...o, probe: 'bus/primary/gate' as typeof o.probe, finding: down };
        return o.probe === 'bus/primary/door' && slot < 40_000 ? [o, gateSeen] : [o];
      }),
    }));

  it('does not call a service up while one of its probes is silent', () => {
    const looks = [0, 20_000, 40_000].flatMap(hung);
    const picture = judge(looks, { ...watch, services: two }, {}, at(41_000));
    expect(verdictOf(picture, bus, 'primary')).toBe('unsure');
  });

  it('lets a probe of another role vote no more', () => {
    const looks = [0, 20_000, 40_000].flatMap(hung);
    const passive = judge(looks, { ...watch, services: two }, { [bus]: 'secondary' }, at(41_000));
    expect(verdictOf(passive, bus, 'primary')).toBe('up');
  });
});

describe('judge() on the whole', () => {
  it('follows the public name, and the last proven move where there is none', () => {
    const looks = rounds([0, 20_000], {}, { points: 'secondary' });
    const picture = judge(looks, watch, { [service('receivers')]: 'secondary' }, at(21_000));
    expect(picture.active).toEqual({ receivers: 'secondary', bus: 'primary', api: 'secondary' });
  });

  it('is unsure who is active while the vantages are led to different sides', () => {
    const split = vantages.flatMap((v, i) => [
      lookOf(v, 0, i === 2 ? { 'api/public': between } : {}, {
        points: i === 0 ? 'primary' : 'secondary',
      }),
    ]);
    expect(judged(split, 1_000).pointings[0]?.active).toBe('unsure');
  });

  it('believes two of three about who is active, and nothing that has grown old', () => {
    const led = (who: readonly string[], slot: number) =>
      vantages
        .filter((v) => who.includes(v))
        .map((v) => lookOf(v, slot, {}, { points: 'secondary' }));
    const active = (looks: readonly Look[], ms: number) => judged(looks, ms).pointings[0]?.active;
    expect(active(led(['north'], 0), 1_000)).toBe('unsure');
    expect(active(led(['north', 'west'], 0), 1_000)).toBe('secondary');
    // Fresh for 50 s from the answer on, which took 100 ms.
    expect(active(led(['north', 'west'], 0), 50_100)).toBe('secondary');
    expect(active(led(['north', 'west'], 0), 50_101)).toBe('unsure');
    const turned = [...led(['north', 'west'], 0), ...rounds([20_000], {}, { points: 'primary' })];
    expect(active(turned, 21_000)).toBe('primary');
  });

  it('says up or down as long as the newest answer is fresh, and not a moment longer', () => {
    const looks = rounds([0, 20_000], { 'bus/primary': down });
    // The last ask of round 20 s is its second, at 25.1 s; the answer took 100 ms.
    expect(verdict(looks, 75_200)).toBe('down');
    expect(verdict(looks, 75_201)).toBe('unsure');
    expect(judged(rounds([0, 20_000]), 70_100).seeing).toHaveLength(3);
    expect(judged(rounds([0, 20_000]), 70_101).seeing).toHaveLength(0);
  });

  it('tells the same picture for the same sightings in any order', () => {
    const looks = rounds([0, 20_000, 40_000], only('north'));
    expect(judged(looks.toReversed(), 50_000)).toEqual(judged(looks, 50_000));
  });
});

describe('conditions', () => {
  const stayed = watch.services
    .map(({ name }) => name)
    .filter((name) => name !== 'api')
    .join(', ');
  const keys = (looks: readonly Look[], ms: number) =>
    judged(looks, ms).conditions.map((c) => c.key);
  const slots = (n: number) => Array.from({ length: n }, (_, i) => i * 20_000);

  it('tells a blind vantage, and that we are blind when too few are left', () => {
    const blind =
      (...who: readonly string[]) =>
      (vantage: Vantage, slot: number) =>
        slot >= 60_000 && who.includes(vantage) ? { reference: down } : {};
    expect(keys(rounds(slots(8), blind('north')), 141_000)).toEqual(['blind:north']);
    expect(keys(rounds(slots(8), blind('north', 'east')), 141_000)).toEqual([
      'blind',
      'blind:east',
      'blind:north',
    ]);
    expect(
      keys(
        rounds(slots(2), () => ({ reference: down })),
        30_000,
      ),
    ).toEqual([]);
  });

  it('tells that a name has moved without us, and who stayed; never that it is where it was led', () => {
    const looks = rounds([0, 20_000], {}, { points: 'secondary' });
    expect(judged(looks, 21_000).conditions).toEqual([
      {
        key: 'moved:api',
        sort: 'moved',
        text: `api has moved to ${watch.regions.secondary} without us; ${stayed} stayed in ${watch.regions.primary}`,
      },
    ]);
    const led = Object.fromEntries(watch.services.map(({ name }) => [name, 'secondary' as const]));
    expect(judge(looks, watch, led, at(21_000)).conditions).toEqual([]);
  });

  it('tells a fault of our own after two answers, as ours', () => {
    const looks = rounds([0, 20_000], { 'bus/primary': ours });
    expect(judged(looks, 21_000).conditions).toEqual([
      {
        key: 'ours:bus/primary/door',
        sort: 'ours',
        text: 'bus/primary/door fails by our own fault: status 401',
      },
    ]);
  });

  it('tells one vantage that has been failing for long', () => {
    const long = rounds(slots(20), only('north'));
    expect(keys(long, 4 * minute)).not.toContain('alone:bus/primary');
    expect(keys(long, 381_000)).toContain('alone:bus/primary');
  });

  it('tells a dark plane as global and the standby as a leaking lifeboat', () => {
    expect(keys(rounds([0, 20_000], { entra: down }), 30_000)).toEqual(['plane:entra']);
    expect(keys(rounds([0, 20_000], { 'bus/secondary': down }), 30_000)).toEqual([
      'lifeboat:bus/secondary',
    ]);
  });

  it('tells a brown-out with its numbers, and not an outage as one', () => {
    const brown = rounds(slots(30), (_, slot) =>
      slot % 60_000 === 0 ? { 'bus/primary': down } : {},
    )
      // Every third round loses its first ask; the second ask is fine.
      .filter((look) => look.pass === 1);
    const [condition] = judged(brown, 590_000).conditions;
    expect(condition?.key).toBe('degraded:bus/primary');
    expect(condition?.text).toContain('33 % of 90 asks failed');
    const outage = rounds(slots(30), (_, slot) =>
      slot < 200_000 ? { 'bus/primary': down } : { 'bus/primary': up },
    );
    expect(keys(outage, 590_000)).toEqual([]);
  });

  it('tells slow answers by their p95', () => {
    const slow = rounds(slots(30), {}, { tookMs: 8_000 });
    expect(judged(slow, 595_000).conditions[0]?.text).toContain('up to 8.0 s (p95)');
  });

  it('tells flapping once, instead of a bad share', () => {
    const flaps = rounds(slots(30), (_, slot) =>
      slot % 60_000 === 0 ? { 'bus/primary': down } : {},
    );
    expect(keys(flaps, 590_000)).toEqual(['flapping:bus/primary']);
  });

  it('takes what it could not see for no return: ignorance is not flapping', () => {
    const torn = rounds(slots(30), (_, slot) => ({
      'bus/primary': slot % 60_000 === 0 ? down : ours,
    }));
    expect(keys(torn, 590_000)).not.toContain('flapping:bus/primary');
  });
});
