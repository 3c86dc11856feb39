/** The pulse is given only while everybody lives: each is starved in turn. */

import { describe, expect, it } from '@jest/globals';
import type { Instant, Vantage } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import { Trouble } from '../../core/trouble.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { memorySightings } from '../../lab/world/stores/sightings.ts';
import { orNowhere } from '../../lambdas/cloud/beating.ts';
import { alive, type Beating } from '../../lambdas/pulse/alive.ts';
import { notesOf } from '../../lambdas/pulse/outside.ts';
import { pulse } from '../../lambdas/pulse/pulse.ts';
import { lookOf, minute, vantages, watch } from '../build.ts';

const now = 60 * minute;

interface Life {
  /** How long ago each vantage last saw something, in ms. */
  readonly seen: readonly (number | undefined)[];
  readonly beats: Readonly<Record<Beating, number | undefined>>;
  readonly listener?: 'told' | 'nowhere';
}

const well: Life = {
  seen: [10_000, 12_000, 15_000],
  beats: { judge: 30_000, tell: 30_000, failover: 60_000 },
};

async function pulsed(life: Life, mode: 'ask' | 'advise' = 'ask') {
  let at = now as Instant;
  const clock = { now: () => at, sleep: async () => {}, after: unused };
  const memory = memoryMemory(clock);
  const sightings = memorySightings();
  for (const [index, ago] of life.seen.entries()) {
    const vantage: Vantage | undefined = vantages[index];
    if (vantage === undefined || ago === undefined) continue;
    const look: Look = lookOf(vantage, now - ago);
    await sightings.record(watch.name, look);
  }
  for (const one of ['judge', 'tell', 'failover'] as const) {
    const ago = life.beats[one];
    if (ago === undefined) continue;
    at = (now - ago) as Instant;
    await alive(one, { memory, clock });
  }
  at = now as Instant;
  let pings = 0;
  const ping = async () => {
    pings += 1;
    return life.listener ?? 'told';
  };
  const found = await pulse([{ ...watch, mode }], { clock, memory, sightings, ping });
  return { ...found, pings, notes: await notesOf(memory) };
}

function unused(): never {
  throw new Error('no deadline is part of this story');
}

describe('the pulse', () => {
  it('is given once while all live', async () => {
    expect(await pulsed(well)).toEqual({ silent: [], absent: [], pings: 1, notes: [] });
  });

  it('bears the silence of a minority of vantages', async () => {
    const { pings, absent } = await pulsed({ ...well, seen: [10_000, 12_000, undefined] });
    expect([pings, absent]).toEqual([1, [{ watch: watch.name, vantage: vantages[2] }]]);
  });

  it.each<readonly [string, Life, RegExp]>([
    [
      'fewer vantages than the quorum saw anything lately',
      { ...well, seen: [10_000, 51_000, undefined] },
      /^orders was seen lately from 1 vantages; it takes 2$/,
    ],
    [
      'the judge took no turn for two minutes',
      { ...well, beats: { ...well.beats, judge: 2 * minute } },
      /^judge last finished a turn 2 min 0 s ago$/,
    ],
    [
      'telling is two minutes behind',
      { ...well, beats: { ...well.beats, tell: 2 * minute } },
      /^tell last finished/,
    ],
    [
      'failover did not tick for three minutes',
      { ...well, beats: { ...well.beats, failover: 3 * minute } },
      /^failover last finished/,
    ],
    [
      'the judge never lived',
      { ...well, beats: { ...well.beats, judge: undefined } },
      /^judge has never finished a turn$/,
    ],
  ])('is withheld when %s', async (_, life, why) => {
    const { silent, pings } = await pulsed(life);
    expect(pings).toBe(0);
    expect(silent).toEqual([expect.stringMatching(why)]);
  });

  it('is given up to the last moment that is still borne', async () => {
    const beats = { judge: 2 * minute - 1, tell: 2 * minute - 1, failover: 3 * minute - 1 };
    expect((await pulsed({ ...well, beats })).pings).toBe(1);
  });

  it('asks for no failover where nothing is ever moved', async () => {
    const starved = { ...well, beats: { ...well.beats, failover: undefined } };
    expect((await pulsed(starved, 'advise')).pings).toBe(1);
    expect((await pulsed(starved, 'ask')).pings).toBe(0);
  });

  it('has readiness say that nobody listens outside, and is no fault', async () => {
    const { silent, notes } = await pulsed({ ...well, listener: 'nowhere' });
    expect(silent).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^nobody outside is told that farwatch lives/)]);
  });

  it('fails aloud when the outside cannot be told', async () => {
    const clock = { now: () => now as Instant, sleep: async () => {}, after: unused };
    const ping = () => Promise.reject(new Error('status 503'));
    const world = { clock, ping, memory: memoryMemory(clock), sightings: memorySightings() };
    await expect(pulse([], { ...world, ...living(clock) })).rejects.toThrow('status 503');
  });
});

/** Marks of everybody, left this very moment. */
function living(clock: { now(): Instant }) {
  return { memory: { ...memoryMemory(clock), get: async () => String(clock.now()) } };
}

describe('an address that nobody has set', () => {
  it('is nowhere; one that cannot be fetched is an error', async () => {
    const missing = new Trouble('secret-missing', { message: 'none', next: 'create it' });
    expect(await orNowhere(Promise.resolve('https://x.example/'))).toBe('https://x.example/');
    expect(await orNowhere(Promise.reject(missing))).toBeUndefined();
    const denied = Promise.reject(new Error('AccessDenied'));
    await expect(orNowhere(denied)).rejects.toThrow('AccessDenied');
  });
});
