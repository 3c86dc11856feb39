/** What a seed makes of a story before it begins: who runs, what breaks, how people are. */

import type { Vantage } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import type { Fault, Place } from '../world/azure.ts';
import { type Dice, diceOf } from '../world/dice.ts';
import { noMischief, type Rates } from '../world/mischief.ts';
import type { Meddle } from './meddling.ts';
import { breaksOf } from './weather.ts';
import { type WishScript, wishesOf } from './wishing.ts';

/** One fault, from its beginning to its end; without an end it lasts until all is healed. */
export interface Break {
  readonly atMs: number;
  readonly untilMs: number | undefined;
  readonly place: Place;
  readonly fault: Fault;
}

export interface Script {
  readonly seed: number;
  readonly houses: readonly HouseScript[];
  /** Of the ports that keep things and talk to people. */
  readonly rates: Rates;
  /** Of the ports that look: called so often that less is as much. */
  readonly netRates: Rates;
  readonly breaks: readonly Break[];
  readonly brake: BrakeScript | undefined;
  readonly wishes: readonly WishScript[];
  /** What others change in Azure. */
  readonly meddling: readonly Meddle[];
  readonly people: Temper;
  /** When everything is healed. */
  readonly healedMs: number;
}

/** Who throws the kill switch when, and who tries to lift it first. */
export interface BrakeScript {
  readonly atMs: number;
  readonly untilMs: number;
  readonly by: 'ana' | 'ben' | 'carla';
  /** Somebody who may not, or an approver without a reason. */
  readonly wrong: { readonly user: string; readonly why: string } | undefined;
}

/** All of them judge, tell and move. */
export interface HouseScript {
  /** Which vantages it looks from. */
  readonly vantages: readonly Vantage[];
  /** How far its clock is off. */
  readonly skewMs: number;
}

/** Shares of the questions, 0 to 1. */
export interface Temper {
  readonly approves: number;
  readonly declines: number;
  /** Does what nobody should: stale clicks, late ones, strangers' ones. */
  readonly errs: number;
  /** Clicks twice at once, or two people do. */
  readonly doubles: number;
  readonly slowMs: number;
}

const minute = 60_000;

export function scriptOf(seed: number, watch: Watch): Script {
  const dice = diceOf(`script of ${seed}`);
  const healedMs = Math.round(dice.between(2.5 * minute, 6.5 * minute));
  const level = dice.pick([0, 0.3, 0.3, 1, 1, 3]);
  return {
    seed,
    houses: housesOf(watch, dice.fork('houses')),
    rates: scaled(level, 1),
    netRates: scaled(level * 0.2, 0.1),
    breaks: breaksOf(watch, healedMs, dice.fork('breaks')),
    brake: brakeOf(healedMs, dice.fork('brake')),
    wishes: wishesOf(watch, healedMs, dice.fork('wishes')),
    meddling: [],
    people: temperOf(dice.fork('people')),
    healedMs,
  };
}

/** One house, two in a race, or one for each vantage; their clocks differ by less than is allowed. */
function housesOf({ vantages, rules }: Watch, dice: Dice): readonly HouseScript[] {
  const each = vantages.map((vantage) => [vantage]);
  const houses = dice.pick([[vantages], [vantages], [vantages, vantages], each, each]);
  const apartMs = dice.pick([0, 0.45 * rules.skewMs]);
  return houses.map((its) => ({
    vantages: its,
    skewMs: Math.round(dice.between(-apartMs, apartMs)),
  }));
}

function scaled(level: number, crashing: number): Rates {
  return {
    ...noMischief,
    fail: 0.01 * level,
    hang: 0.003 * level,
    loseAnswer: 0.01 * level,
    twice: 0.01 * level,
    delay: 0.04 * level,
    crash: 0.001 * level * crashing,
    delayMs: 3_000,
    hangMs: 20_000,
  };
}

function brakeOf(healedMs: number, dice: Dice): Script['brake'] {
  if (!dice.chance(0.12)) return undefined;
  const atMs = Math.round(dice.between(0, healedMs));
  const untilMs = atMs + Math.round(dice.between(20_000, 2 * minute));
  const by = dice.pick(['ana', 'ben', 'carla'] as const);
  const somebody = dice.pick([
    { user: 'carla', why: 'it was nothing' },
    { user: 'mallory', why: 'all clear' },
    { user: 'ben', why: '' },
  ]);
  const wrong = dice.chance(0.7) ? somebody : undefined;
  return { atMs, untilMs, by, wrong };
}

function temperOf(dice: Dice): Temper {
  return {
    approves: dice.pick([0.5, 0.9, 0.9]),
    declines: dice.pick([0, 0.15]),
    errs: dice.pick([0, 0.3, 0.6]),
    doubles: dice.pick([0, 0.5]),
    slowMs: dice.pick([3_000, 15_000, 45_000]),
  };
}
