/** What control numbers were when they were last read, and how fast they have risen: what is unseen follows from it. */

import { ahead, type Bounds, furthest } from './control-numbers.ts';
import type { Instant } from './names.ts';

export interface Reading {
  readonly number: number;
  readonly at: Instant;
}

export interface Day {
  /** Whole days since 1970, UTC. */
  readonly day: number;
  /** The highest rate between two readings that followed each other. */
  readonly perMinute: number;
  readonly given: number;
}

/** One session of one account. */
export interface Line extends Reading {
  readonly before?: Reading;
  /** Of the days on which it rose, the latest week and today. */
  readonly days: readonly Day[];
}

/** One account. */
export interface Page {
  /** When all of it was last read. */
  readonly at: Instant;
  /** By session, in lower case: Azure does not tell cases apart. */
  readonly lines: Readonly<Record<string, Line>>;
}

/** Where the pages are kept, by the ARM id of an account. It must answer while Azure does not. */
export interface Ledger {
  /** Absent: it was never read, or so long ago that nothing follows from it. */
  page(account: string): Promise<Page | undefined>;
  keep(account: string, page: Page): Promise<void>;
  /** Told before a move raises numbers: a leap of ours is no rate of theirs. */
  raising(account: string, targets: Targets): Promise<void>;
  /** To which they were raised last. */
  raised(account: string): Promise<Targets>;
}

/** Numbers by session, in lower case. */
export type Targets = Readonly<Record<string, number>>;

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A day of the week that sends most is among them. */
const daysKept = 7;
/** A partner that sent nothing for so long is known by what its sessions say alone. */
export const keptMs = 30 * dayMs;

/** What a number may have risen by without being given out. */
export interface Besides {
  /** The line of the same session on the other side: replication only follows it. */
  readonly other: Line | undefined;
  /** To which moves have raised it, on either side. */
  readonly targets: readonly number[];
}

/**
 * The line that follows. Nothing is learnt of a rate where a target of ours lies between the two
 * readings; a number that somebody has lowered is believed.
 */
export function lineAfter(
  before: Line | undefined,
  { number, at }: Reading,
  bounds: Bounds,
  { other, targets }: Besides,
): Line {
  if (before === undefined) return { number, at, days: [] };
  const minutes = (at - before.at) / minuteMs;
  // Two documents a second apart are no rate.
  if (minutes < 1) return before;
  const from = furthest([before.number, ...numberAt(other, before.at)], bounds) ?? before.number;
  const ours = targets.some(
    (target) => ahead(target, from, bounds) > 0 && ahead(number, target, bounds) >= 0,
  );
  const given = ours ? 0 : Math.max(0, ahead(number, from, bounds));
  return {
    number,
    at,
    before: { number: before.number, at: before.at },
    days: daysAfter(before.days, Math.floor(at / dayMs), given, given / minutes),
  };
}

/** As it was read then, or last before. */
function numberAt(line: Line | undefined, at: Instant): readonly number[] {
  const known = [line, line?.before].find((one) => one !== undefined && one.at <= at);
  return known === undefined ? [] : [known.number];
}

function daysAfter(
  days: readonly Day[],
  today: number,
  given: number,
  rate: number,
): readonly Day[] {
  const kept = days.filter(({ day }) => day < today && day >= today - daysKept);
  const had = days.find(({ day }) => day === today);
  if (had === undefined && given === 0) return kept;
  // Upwards, to a tenth: a rate that is kept too low would raise too little.
  const perMinute = Math.max(had?.perMinute ?? 0, Math.ceil(rate * 10) / 10);
  return [...kept, { day: today, perMinute, given: (had?.given ?? 0) + given }];
}

type Lines = readonly (Line | undefined)[];

/** Of the lines of one session on both sides: whoever gives out numbers now, the partner is the same. */
export function highestPerMinute(lines: Lines): number {
  return Math.max(0, ...daysOf(lines).map(({ perMinute }) => perMinute));
}

export function highestPerDay(lines: Lines): number {
  return Math.max(0, ...daysOf(lines).map(({ given }) => given));
}

function daysOf(lines: Lines): readonly Day[] {
  return lines.flatMap((line) => line?.days ?? []);
}

/** How many may have been given out in so long without being seen: a whole number, rounded up. */
export function unseen(perMinute: number, ms: number, factor: number): number {
  return Math.ceil((perMinute * Math.max(0, ms) * factor) / minuteMs);
}
