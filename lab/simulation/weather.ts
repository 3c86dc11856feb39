/** Draws what breaks in a story, and when it heals by itself. */

import { type Region, type Side, sides } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import type { Fault, Place } from '../world/azure.ts';
import type { Dice } from '../world/dice.ts';
import type { Break } from './script.ts';

/** One blow: where, how, and, where the storm has a course of its own, when. */
type Blow = readonly [place: Place, fault: Fault, afterMs?: number, lastsMs?: number];

/** What is hit together, as the dice have it. */
type Storm = (watch: Watch, dice: Dice) => readonly Blow[];

const storms: readonly (readonly [weight: number, storm: Storm])[] = [
  [9, (watch, dice) => [[sideOf(watch, 'primary'), total(dice)]]],
  [3, (watch, dice) => [[sideOf(watch, 'secondary'), total(dice)]]],
  [4, (watch, dice) => [[part(watch, 'primary', dice), total(dice)]]],
  [2, (watch, dice) => [[part(watch, 'secondary', dice), total(dice)]]],
  [3, (watch) => sides.map((side) => [sideOf(watch, side), { is: 'dark' }])],
  [2, (watch) => [...darkPrimary(watch), ['arm', { is: 'dark' }]]],
  [2, (watch, dice) => [...darkPrimary(watch), ['arm', unwilling(dice)]]],
  [
    2,
    (watch, dice) => [...darkPrimary(watch), [`${watch.regions.secondary}/arm`, unwilling(dice)]],
  ],
  [2, (watch, dice) => [...darkPrimary(watch), [vantageOf(watch, dice), { is: 'dark' }]]],
  [2, (_, dice) => [[dice.pick(['entra', 'arm', 'dns']), total(dice)]]],
  [2, (watch, dice) => [[vantageOf(watch, dice), { is: 'dark' }]]],
  [1, (watch) => watch.vantages.map((vantage) => [`vantage/${vantage}`, { is: 'dark' }])],
  // One, never a quorum: two that lose half of what they ask cannot be told from an outage.
  [1, (watch, dice) => [[`vantage/${watch.vantages[0]}`, partial(dice)]]],
  [3, (watch, dice) => [[part(watch, 'primary', dice), partial(dice)]]],
  [2, (_, dice) => [['arm', unwilling(dice)]]],
  [1, (_, dice) => [['reference', total(dice)]]],
  [1, (watch) => relay(watch)],
];

/** Sorted by time. */
export function breaksOf(watch: Watch, healedMs: number, dice: Dice): readonly Break[] {
  const count = dice.pick([1, 1, 2, 2, 3, 4]);
  const strikes = Array.from({ length: count }, (_, nth) => {
    // The first comes early, so that much can follow from it.
    const atMs = Math.round(dice.between(0, nth === 0 ? 60_000 : healedMs * 0.9));
    return drawn(dice)(watch, dice).map((blow) => once(blow, atMs, dice));
  });
  return strikes.flat().toSorted((a, b) => a.atMs - b.atMs);
}

function once([place, fault, afterMs = 0, ownMs]: Blow, stormMs: number, dice: Dice): Break {
  const atMs = stormMs + afterMs;
  const lasts = dice.pick([10_000, 45_000, 120_000, forEver, forEver, forEver]);
  const lastsMs = ownMs ?? Math.round(dice.between(0.5, 1.5) * lasts);
  return { atMs, untilMs: lastsMs === forEver ? undefined : atMs + lastsMs, place, fault };
}

const forEver = Number.POSITIVE_INFINITY;

function drawn(dice: Dice): Storm {
  const all = storms.reduce((sum, [weight]) => sum + weight, 0);
  let rest = dice.between(0, all);
  for (const [weight, storm] of storms) {
    rest -= weight;
    if (rest < 0) return storm;
  }
  throw new Error('the weights of the storms do not add up');
}

/** One vantage sees the outage, goes blind, and only later another one sees it: two in turn. */
function relay(watch: Watch): readonly Blow[] {
  const [first, ...others] = watch.vantages;
  return [
    [sideOf(watch, 'primary'), { is: 'dark' }, 0, forEver],
    [`vantage/${first}`, { is: 'dark' }, 60_000, forEver],
    ...others.map((vantage, nth): Blow => {
      const lastsMs = nth === 0 ? 120_000 : forEver;
      return [`vantage/${vantage}`, { is: 'dark' }, 0, lastsMs];
    }),
  ];
}

function darkPrimary(watch: Watch): readonly Blow[] {
  return [[sideOf(watch, 'primary'), { is: 'dark' }]];
}

function sideOf(watch: Watch, side: Side): Region {
  return watch.regions[side];
}

function part(watch: Watch, side: Side, dice: Dice): Place {
  return `${watch.regions[side]}/${dice.pick(['gateway', 'logic', 'bus'])}`;
}

function vantageOf(watch: Watch, dice: Dice): Place {
  return `vantage/${dice.pick(watch.vantages)}`;
}

function total(dice: Dice): Fault {
  return dice.pick<Fault>([
    { is: 'dark' },
    { is: 'dark' },
    { is: 'refused' },
    { is: 'reset' },
    { is: 'halfOpen' },
    { is: 'failing', status: 500 },
  ]);
}

function partial(dice: Dice): Fault {
  return dice.pick<Fault>([
    { is: 'failing', status: 503, share: 0.4 },
    { is: 'slow', ms: 8_000, share: 0.6 },
    { is: 'slow', ms: 12_000, share: 0.5 },
  ]);
}

/** ARM that answers, but not as one would like. */
function unwilling(dice: Dice): Fault {
  return dice.pick<Fault>([
    { is: 'lostAnswer' },
    { is: 'lostAnswer', share: 0.4 },
    { is: 'throttled', retryAfterMs: 4_000, share: 0.5 },
    { is: 'failing', status: 500, share: 0.4 },
    { is: 'slow', ms: 3_000, share: 0.5 },
    { is: 'slow', ms: 12_000, share: 0.3 },
  ]);
}
