/** The house that winds every function: one run at a time, no ring lost, and no failure that ends it. */

import { describe, expect, it } from '@jest/globals';
import type { Look } from '../../core/observation.ts';
import type { Clock } from '../../core/ports.ts';
import { wordsOf } from '../../core/trouble.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { memorySightings } from '../../lab/world/stores/sightings.ts';
import { doorbell } from '../../lambdas/house/doorbell.ts';
import { type House, keeperOf } from '../../lambdas/house/house.ts';
import { at, minute, vantages, watch } from '../build.ts';
import { netWith } from '../probes/nets.ts';

describe('a doorbell', () => {
  /** A job whose runs end when the test says so. */
  function slowJob() {
    const runs: PromiseWithResolvers<void>[] = [];
    const troubles: string[] = [];
    const bell = doorbell(
      () => {
        const run = Promise.withResolvers<void>();
        runs.push(run);
        return run.promise;
      },
      (error) => troubles.push(wordsOf(error)),
    );
    return { bell, runs, troubles };
  }
  const aWhile = () => new Promise(setImmediate);

  it('runs its job once more for all who rang while it ran, and after them', async () => {
    const { bell, runs } = slowJob();
    const first = bell.ring();
    let heard = 0;
    const later = [bell.ring(), bell.ring()].map((ring) => ring.then(() => (heard += 1)));
    await aWhile();
    expect(runs).toHaveLength(1);
    runs[0]?.resolve();
    await first;
    await aWhile();
    expect([runs.length, heard]).toEqual([2, 0]);
    runs[1]?.resolve();
    await Promise.all(later);
    expect([runs.length, heard]).toEqual([2, 2]);
  });

  it('tells of a run that failed, and runs again at the next ring', async () => {
    const { bell, runs, troubles } = slowJob();
    const failing = bell.ring();
    runs[0]?.reject(new Error('the journal is away'));
    await failing;
    expect(troubles).toEqual(['the journal is away']);
    const again = bell.ring();
    expect(runs).toHaveLength(2);
    runs[1]?.resolve();
    await again;
  });

  it('that is silenced ends what runs, forgets who rang meanwhile, and hears nobody', async () => {
    const { bell, runs } = slowJob();
    void bell.ring();
    const meanwhile = bell.ring();
    let isSilent = false;
    const silenced = bell.silence().then(() => {
      isSilent = true;
    });
    await aWhile();
    expect(isSilent).toBe(false);
    runs[0]?.resolve();
    await Promise.all([silenced, meanwhile, bell.ring()]);
    expect(runs).toHaveLength(1);
  });
});

describe('a house', () => {
  const start = 1_200_000 - 7_000;

  /** Keeps it for so long, and tells what was called, in seconds since it began. */
  async function kept(forMs: number, changes: (clock: Clock) => Partial<House> = () => ({})) {
    const clock = virtualClock(at(start));
    const sightings = memorySightings();
    const calls: string[] = [];
    const troubles: string[] = [];
    const note = (what: string) => void calls.push(`${(clock.now() - start) / 1_000} ${what}`);
    const looks: Look[] = [];
    const kinds = {
      http: {
        settings: { safeParse: (data: unknown) => ({ success: true as const, data }) },
        example: {},
        describe: () => 'as the story says',
        ask: async () => ({ finding: { is: 'up' as const }, phases: {} }),
      },
    };
    const house: House = {
      watch,
      clock,
      stepKinds: {},
      vantages: vantages.map((vantage) => ({
        ...{ clock, vantage, kinds, net: netWith({}), lagMs: () => 0 },
        sightings: {
          ...sightings,
          record: async (_watch, look) => void looks.push(look),
        },
      })),
      active: async () => ({}),
      due: async () => [],
      judge: async () => note('judge'),
      tell: async () => note('tell'),
      drive: async () => note('drive'),
      check: async () => {
        note('check');
        return minute;
      },
      record: async () => note('record'),
      onTrouble: (where, error) => troubles.push(`${where}: ${wordsOf(error)}`),
      ...changes(clock),
    };
    const stop = new AbortController();
    const keeping = keeperOf(house).keep(stop.signal);
    await clock.advance(forMs);
    stop.abort();
    await clock.play(keeping);
    const soFar = calls.length;
    await clock.advance(10 * minute);
    expect(calls).toHaveLength(soFar);
    return { calls, troubles, looks };
  }

  it('judges, drives and tells at once and every five seconds, and checks when it is time', async () => {
    const { calls, troubles } = await kept(11_000);
    const when = (what: string) =>
      calls.filter((call) => call.endsWith(what)).map((call) => Number(call.split(' ')[0]));
    expect(when('judge')).toEqual([0, 5, 10]);
    expect(when('drive')).toEqual([0, 5, 10]);
    expect(when('tell')).toEqual([0, 5, 10]);
    expect(when('check')).toEqual([0]);
    expect(troubles).toEqual([]);
  });

  it('looks from every vantage at the same absolute moments', async () => {
    const { looks } = await kept(30_000);
    const slots = Map.groupBy(looks, ({ slot }) => slot);
    expect([...slots.keys()]).toEqual([1_200_000, 1_220_000]);
    for (const [, seen] of slots) {
      expect(seen.map(({ vantage }) => vantage).toSorted()).toEqual(vantages.toSorted());
    }
  });

  it('goes on whatever fails, and tells where', async () => {
    const fails = (what: string) => async () => Promise.reject(new Error(`${what} is away`));
    const { troubles } = await kept(16_000, () => ({
      judge: fails('the journal'),
      tell: fails('Slack'),
      drive: fails('Azure'),
      check: fails('Entra'),
      active: fails('the sightings'),
    }));
    const times = Map.groupBy(troubles, (line) => line);
    expect([...times].map(([line, { length }]) => `${length} × ${line}`).toSorted()).toEqual([
      '1 × posture east: the sightings is away',
      '1 × probe east: the sightings is away',
      '1 × probe north: the sightings is away',
      '1 × probe west: the sightings is away',
      '4 × failover: Azure is away',
      '4 × judge: the journal is away',
      '4 × readiness: Entra is away',
      '4 × tell: Slack is away',
    ]);
  });

  it('does not let telling wait for a move that takes its time', async () => {
    const { calls } = await kept(11_000, (clock) => ({ drive: () => clock.sleep(minute) }));
    expect(calls.filter((call) => call.endsWith('tell'))).toHaveLength(3);
  });
});
