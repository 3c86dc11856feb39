/** One round of looking, in virtual time: what is asked when, and what is recorded of it. */

import { describe, expect, it } from '@jest/globals';
import { Between, type ProbeKind, Unreachable } from '../core/kinds.ts';
import type { Instant, ServiceName, Side } from '../core/names.ts';
import type { Finding, Look } from '../core/observation.ts';
import type { Service, Watch } from '../core/watch.ts';
import { virtualClock } from '../lab/world/clock.ts';
import { memorySightings } from '../lab/world/stores/sightings.ts';
import { type ProbeWorld, probe, slotAfter, slotOf } from '../lambdas/probe/probe.ts';
import { at, watch as small, vantages } from './build.ts';
import { netWith } from './probes/nets.ts';

const slot = at(1_200_000);
const timeoutMs = 10_000;
const [
  vantage = (() => {
    throw new Error('nobody looks');
  })(),
] = vantages;

/** How a target behaves, by the name of its probe; the nth time it is asked, the nth of a list. */
type Manner =
  | { readonly is: 'up' | 'down' | 'ours' | 'between'; readonly afterMs?: number }
  | { readonly is: 'hung' };
type Manners = Readonly<Record<string, Manner | readonly Manner[]>>;

interface Round {
  readonly looks: readonly Look[];
  /** When each was asked, since the slot: `bus/primary/door 0`. */
  readonly asked: readonly string[];
  readonly endedMs: number;
}

interface Staging {
  readonly watch?: Watch;
  readonly active?: Readonly<Record<ServiceName, Side>>;
  /** How long our own loop stood still since a moment. */
  readonly lagMs?: (since: Instant, now: Instant) => number;
}

async function roundOf(manners: Manners, staging: Staging = {}): Promise<Round> {
  const { watch = small, active = {}, lagMs = () => 0 } = staging;
  const clock = virtualClock(slot);
  const sightings = memorySightings();
  const asked: string[] = [];

  const kind: ProbeKind<unknown> = {
    settings: { safeParse: (data) => ({ success: true, data }) },
    example: {},
    describe: () => 'as the story says',
    async ask(_net, settings, signal) {
      const name = String(settings);
      const nth = asked.filter((line) => line.startsWith(`${name} `)).length;
      asked.push(`${name} ${clock.now() - slot}`);
      const given = manners[name] ?? { is: 'up' };
      const manner = Array.isArray(given) ? given[nth] : given;
      if (manner.is === 'hung') {
        await clock.sleep(3_600_000, signal);
        throw new Unreachable('connect', 'timed out');
      }
      await clock.sleep(manner.afterMs ?? 1);
      if (manner.is === 'down') throw new Unreachable('connect', 'refused');
      if (manner.is === 'between') throw new Between('our network: ENETUNREACH');
      if (manner.is === 'ours') throw new Error('status 401');
      return { finding: { is: 'up' }, phases: {} };
    },
  };

  const world: ProbeWorld = {
    clock,
    net: netWith({}),
    sightings,
    vantage,
    kinds: { told: kind },
    lagMs: (since) => lagMs(since, clock.now()),
  };
  await clock.play(probe(watch, active, slot, world));
  const looks = await sightings.since(watch.name, slot);
  return { looks, asked, endedMs: clock.now() - slot };
}

/** The probes of a service, whose settings are their own full names, so that a story can name them. */
function serviceOf(name: string, probes: readonly string[], pointers: readonly string[]): Service {
  const [like] = small.services;
  if (like === undefined) throw new Error('the small watch has no service');
  const on = (side: Side, role: string) =>
    probes.map((of) => ({ name: of, kind: 'told', settings: `${name}/${side}/${of}/${role}` }));
  const of = (side: Side) => ({ active: on(side, 'active'), passive: on(side, 'passive') });
  return {
    ...like,
    name: name as ServiceName,
    probes: { primary: of('primary'), secondary: of('secondary') },
    pointers: pointers.map((of) => ({ name: of, kind: 'told', settings: `${name}/public/${of}` })),
  };
}

const bus = serviceOf('bus', ['door'], []);
const api = serviceOf('api', ['door'], ['name']);
const watch: Watch = {
  ...small,
  services: [bus, api],
  controls: [{ control: 'reference', spec: { name: 'moon', kind: 'told', settings: 'moon' } }],
};

/** `pass: probe is, probe is`, a pass a line. */
function told({ looks }: Round): readonly string[] {
  const passes = looks.toSorted((a, b) => a.pass - b.pass);
  return passes.map(({ pass, observations }) => {
    const lines = observations.map(({ probe: name, finding }) => `${name} ${finding.is}`);
    return `${pass}: ${lines.toSorted().join(', ')}`;
  });
}

function findingOf({ looks }: Round, name: string, pass = 1): Finding | undefined {
  const of = looks.find((look) => look.pass === pass)?.observations;
  return of?.find((one) => one.probe === name)?.finding;
}

describe('a round', () => {
  it('asks every control, side and pointer once, and is over', async () => {
    const round = await roundOf({}, { watch });
    expect(told(round)).toEqual([
      '1: api/primary/door up, api/public/name up, api/secondary/door up, bus/primary/door up, bus/secondary/door up, reference/moon up',
    ]);
    expect(round.looks).toMatchObject([{ vantage, slot, pass: 1, lagMs: 0 }]);
    expect(round.endedMs).toBeLessThan(10);
  });

  it('asks a side by the role that it has now', async () => {
    const moved = { bus: 'secondary' } as Readonly<Record<ServiceName, Side>>;
    const { asked } = await roundOf({}, { watch, active: moved });
    const sides = asked.map((line) => line.split(' ')[0]).filter((name) => name?.includes('door'));
    expect(sides.toSorted()).toEqual([
      'api/primary/door/active',
      'api/secondary/door/passive',
      'bus/primary/door/passive',
      'bus/secondary/door/active',
    ]);
  });

  it('records what answered at once before it knows about a hung peer', async () => {
    const round = await roundOf({ 'bus/primary/door/active': { is: 'hung' } }, { watch });
    const [prompt = '', late] = told(round);
    expect(prompt).toContain('api/primary/door up');
    expect(prompt).not.toContain('bus/primary/door');
    expect(late).toBe('2: bus/primary/door down');
  });

  it('asks what failed again, after a rest, in the same slot, and nothing else', async () => {
    const manners: Manners = {
      'bus/primary/door/active': [{ is: 'down' }, { is: 'up' }],
      'api/primary/door/active': { is: 'ours' },
      moon: { is: 'between' },
    };
    const round = await roundOf(manners, { watch });
    expect(told(round).slice(1)).toEqual(['3: bus/primary/door up']);
    expect(round.looks.map((look) => look.slot)).toEqual([slot, slot]);
    expect(round.asked.at(-1)).toBe(`bus/primary/door/active ${1 + watch.policy.reaskMs}`);
  });

  it('asks a hung peer twice, each time no longer than its timeout', async () => {
    const round = await roundOf({ 'bus/primary/door/active': { is: 'hung' } }, { watch });
    expect(told(round).slice(1)).toEqual(['2: bus/primary/door down', '3: bus/primary/door down']);
    expect(round.endedMs).toBe(2 * timeoutMs + watch.policy.reaskMs);
  });

  it('lets nobody wait behind peers that are silent', async () => {
    const many = Array.from({ length: 100 }, (_, n) => `door-${n}`);
    const crowded = { ...watch, services: [serviceOf('bus', many, []), api] };
    const hung = many.map((name) => [`bus/primary/${name}/active`, { is: 'hung' }] as const);
    const { asked, endedMs, looks } = await roundOf(Object.fromEntries(hung), { watch: crowded });
    const first = asked.filter(
      (line, at) => asked.findIndex((l) => l.split(' ')[0] === line.split(' ')[0]) === at,
    );
    const lastMs = Math.max(...first.map((line) => Number(line.split(' ')[1])));
    expect(lastMs).toBeLessThan(5_000);
    expect(endedMs).toBeLessThan(2 * (timeoutMs + 5_000) + watch.policy.reaskMs);
    const seen = looks.flatMap((look) => look.observations);
    expect(seen.filter(({ finding }) => finding.is === 'down')).toHaveLength(200);
    expect(seen.filter(({ finding }) => finding.is === 'up')).toHaveLength(100 + 4);
  });

  it('goes on beside a probe of a kind that this version does not know', async () => {
    const odd = { ...bus, pointers: [{ name: 'new', kind: 'telepathy', settings: {} }] };
    const round = await roundOf({}, { watch: { ...watch, services: [odd, api] } });
    expect(findingOf(round, 'bus/public/new')).toMatchObject({ is: 'unsure', whose: 'ours' });
    expect(findingOf(round, 'api/primary/door')).toEqual({ is: 'up' });
  });
});

describe('a failure while our own event loop stood still', () => {
  const failing: Manners = { 'bus/primary/door/active': { is: 'hung' } };
  const still = (ms: number) => ({ watch, lagMs: () => ms });

  it.each([0, 600, 2_500])('for %d ms of a deadline of 10 s is the target’s', async (ms) => {
    const round = await roundOf(failing, still(ms));
    expect(findingOf(round, 'bus/primary/door', 2)).toMatchObject({ is: 'down' });
    expect(round.looks[0]?.lagMs).toBe(ms);
  });

  it('for longer is ours, and says so; what answered all the same is up', async () => {
    const round = await roundOf(failing, still(2_501));
    expect(findingOf(round, 'bus/primary/door', 2)).toEqual({
      is: 'unsure',
      whose: 'ours',
      why: 'our own event loop stood still for 2501 ms: timed out',
    });
    expect(findingOf(round, 'api/primary/door')).toEqual({ is: 'up' });
  });

  it('is measured against its own deadline: 600 ms are much of one second', async () => {
    const hasty = { ...watch, policy: { ...watch.policy, timeoutMs: 1_000 } };
    const round = await roundOf(failing, { watch: hasty, lagMs: () => 600 });
    expect(findingOf(round, 'bus/primary/door')).toMatchObject({ is: 'unsure', whose: 'ours' });
  });

  it('is not asked again, for nothing is known to have failed', async () => {
    const round = await roundOf(failing, still(5_000));
    expect(round.looks.map((look) => look.pass)).toEqual([1, 2]);
  });

  it('counts only while that question was open', async () => {
    const manners: Manners = {
      'bus/primary/door/active': { is: 'hung' },
      'api/primary/door/active': { is: 'down' },
    };
    // We stand still from the third second on, for four.
    const lagMs = (since: Instant, now: Instant) =>
      Math.max(0, Math.min(now, slot + 7_000) - Math.max(since, slot + 3_000));
    const round = await roundOf(manners, { watch, lagMs });
    expect(findingOf(round, 'api/primary/door')).toMatchObject({ is: 'down', why: 'refused' });
    expect(findingOf(round, 'bus/primary/door', 2)).toMatchObject({ is: 'unsure' });
  });
});

describe('a slot', () => {
  it('is absolute, whoever looks and whenever', () => {
    expect(slotOf(at(59_999), 20_000)).toBe(40_000);
    expect(slotOf(at(60_000), 20_000)).toBe(60_000);
    expect(slotAfter(at(60_000), 20_000)).toBe(80_000);
  });
});
