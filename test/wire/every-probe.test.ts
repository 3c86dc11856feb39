/** Every probe of the example through the real clients: well, and under every fault it can meet. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wallClock } from '../../adapters/local/clock.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import { probeKinds } from '../../config/kinds.ts';
import { look } from '../../core/look.ts';
import { sides } from '../../core/names.ts';
import type { Answer } from '../../core/observation.ts';
import { asksOf } from '../../lambdas/probe/probe.ts';
import { holdToSpecs, specsThere } from './exchanges.ts';
import { faults, rowOf, said, table } from './expectations.ts';
import { openWholeEstate, seen, serveFrom, type WholeEstate, watch } from './whole-estate.ts';

const timeoutMs = 400;
/** A deadline is kept to this much; what our own loop stood still is not the probe's. */
const overshootMsMax = 250;
const lagMs = eventLoopLag();

let whole: WholeEstate;

type Asked = ReturnType<typeof asksOf>[number];
type Table = Readonly<Record<string, string>>;

interface Told {
  readonly answer: Answer;
  readonly lateMs: number;
}

/** Whoever should answer is given all the time of a busy machine: these are not about speed. */
const patientMs = 10_000;
/** How far a conversation comes before it breaks off is told only where it has time to come there. */
const brokenOffMs = 1_000;

const patienceWith: Readonly<Record<(typeof faults)[number]['is'], number>> = {
  dark: timeoutMs,
  ...{ halfOpen: brokenOffMs, slow: brokenOffMs },
  ...{ refused: brokenOffMs, reset: brokenOffMs, badTls: brokenOffMs },
  ...{ failing: patientMs, throttled: patientMs },
};

/** All at once, as in a round. */
async function ask(
  asks: readonly Asked[],
  patienceFor: (asked: Asked) => number,
): Promise<Record<string, Told>> {
  const each = asks.map(async (asked) => {
    const { probe, spec } = asked;
    const patienceMs = patienceFor(asked);
    const kind = probeKinds[spec.kind];
    if (kind === undefined) throw new Error(`no probe kind is named ${spec.kind}`);
    const [since, began] = [wallClock.now(), performance.now()];
    const times = { clock: wallClock, timeoutMs: patienceMs };
    const answer = await look(kind, spec.settings, whole.net, times);
    const tookMs = performance.now() - began - lagMs(since);
    return [probe, { answer, lateMs: tookMs - patienceMs }] as const;
  });
  return Object.fromEntries(await Promise.all(each));
}

function saidOf(told: Readonly<Record<string, Told>>): Table {
  return Object.fromEntries(
    Object.entries(told).map(([probe, { answer }]) => [probe, said(answer.finding)]),
  );
}

beforeAll(async () => {
  whole = await openWholeEstate();
});

afterAll(() => whole.wires.close());

describe.each(sides)('while the %s side serves', (side) => {
  const active = Object.fromEntries(watch.services.map(({ name }) => [name, side]));
  const asks = asksOf(watch, active);

  beforeAll(() => serveFrom(side, whole));

  it('every probe says up, pointers lead there, and conversations are measured', async () => {
    const told = await ask(asks, () => patientMs);
    expect(saidOf(told)).toEqual(Object.fromEntries(asks.map(({ probe }) => [probe, 'up'])));
    for (const { probe, subject } of asks) {
      const { points, phases, measures } = told[probe]?.answer ?? {};
      if (subject.kind === 'pointer') expect([probe, points]).toEqual([probe, side]);
      const isMeasured = Object.keys({ ...phases, ...measures }).length > 0;
      expect([probe, isMeasured]).toEqual([probe, true]);
    }
  });

  it.each(faults)('every probe tells $is for what it is, and in time', async (fault) => {
    const rows = asks.map(({ probe, spec }) => ({ probe, ...rowOf(spec, whole) }));
    for (const place of new Set(rows.flatMap((one) => one.places))) {
      whole.world.faults.set(place, fault);
    }
    const patience = () => patienceWith[fault.is];
    const told = await ask(asks, patience).finally(() => whole.world.faults.clearAll());
    const expected = rows.map(({ probe, row }) => [probe, row.outcomes[fault.is]]);
    expect(saidOf(told)).toEqual(Object.fromEntries(expected));
    const late = Object.entries(told).filter(([, { lateMs }]) => lateMs > overshootMsMax);
    expect(late).toEqual([]);
  });

  it('a dark place is felt by those who pass it, and by nobody else', async () => {
    const rows = asks.map(({ probe, spec }) => ({ probe, ...rowOf(spec, whole) }));
    for (const place of new Set(rows.flatMap((one) => one.places))) {
      whole.world.faults.set(place, { is: 'dark' });
      const passing = rows.filter(({ places }) => places.includes(place)).map(({ probe }) => probe);
      const patience = ({ probe }: Asked) => (passing.includes(probe) ? timeoutMs : patientMs);
      const told = saidOf(await ask(asks, patience).finally(() => whole.world.faults.clearAll()));
      const expected = rows.map(({ probe, row }) => [
        probe,
        passing.includes(probe) ? row.outcomes.dark : 'up',
      ]);
      expect({ place, ...told }).toEqual({ place, ...Object.fromEntries(expected) });
    }
  });

  it('after all that every probe says up again', async () => {
    const told = saidOf(await ask(asks, () => patientMs));
    expect(Object.entries(told).filter(([, is]) => is !== 'up')).toEqual([]);
  });
});

describe('a role that the world does not play', () => {
  const asks = asksOf(watch, {});

  it('is told as ours where we can tell, and never as an outage', async () => {
    serveFrom('secondary', whole);
    const told = saidOf(await ask(asks, () => patientMs));
    expect(Object.values(told).filter((is) => is.startsWith('down'))).toEqual([]);
    const odd = Object.entries(told).filter(([, is]) => is === 'unsure ours');
    expect(odd.length).toBeGreaterThan(0);
  });
});

describe('the table', () => {
  it('has a row for every probe of the watch, and none that no probe needs', () => {
    const specs = sides.flatMap((side) => {
      const active = Object.fromEntries(watch.services.map(({ name }) => [name, side]));
      return asksOf(watch, active).map(({ spec }) => spec);
    });
    for (const spec of specs) expect(() => rowOf(spec, whole)).not.toThrow();
    const used = Object.values(table).filter((row) =>
      specs.some((spec) => row.meets(spec, whole) !== undefined),
    );
    expect(used).toHaveLength(Object.keys(table).length);
  });
});

const held = specsThere ? it : it.skip;

describe('what went over the wire to ARM', () => {
  if (!specsThere) console.warn('oav: skipped, ../shared/azure-specs is not there');

  held('is what Microsoft publishes of its own API', async () => {
    const { count, faults: wrong } = await holdToSpecs(seen.exchanges);
    console.info(`oav: ${count} exchanges of probes held against Microsoft's OpenAPI`);
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });
});
