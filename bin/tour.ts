/** `farwatch rehearse` of a file with several watches: every way once, and the table of them. */

import { writeFile } from 'node:fs/promises';
import { wallClock } from '../adapters/local/clock.ts';
import { eventLoopLag } from '../adapters/local/lag.ts';
import type { Estate } from '../config/estate.ts';
import { took } from '../core/telling/words.ts';
import { openLab } from '../lab/play/lab.ts';
import { type Beside, openEach } from '../lab/play/on-wire.ts';
import { type Stumble, tour } from '../lab/play/tour.ts';
import { neverThrown, type Thrown, thrownIn } from '../lab/play/ways.ts';
import { type Exit, exits } from './exit.ts';
import { narratorOf } from './narrator.ts';
import { complain, print, printJson, styled } from './print.ts';
import { passingFolder } from './stage.ts';

export interface TourOptions {
  readonly seed: string;
  readonly report?: string;
  readonly json?: boolean;
}

export async function tourOf(
  estate: Estate,
  options: TourOptions,
  leave: AbortSignal,
): Promise<Exit> {
  const { json = false, report } = options;
  const began = wallClock.now();
  const lab = await openLab(estate, options);
  try {
    const means = { folder: await passingFolder(), lagMs: eventLoopLag() };
    const { houses, close } = await openEach(lab, estate, means);
    try {
      if (!json) introduce(estate, houses, lab.slack.page);
      const say = (text: string) => {
        const seconds = ((wallClock.now() - began) / 1_000).toFixed(1).padStart(6);
        if (!json) print(`${styled('dim', `${seconds} s`)}    ${text}`);
      };
      const stumbles = await tour({ lab, houses, say, leave });
      const told = toldOf(houses, stumbles, wallClock.now() - began);
      if (report !== undefined) {
        await writeFile(report, `${JSON.stringify(told, undefined, 2)}\n`);
      }
      if (json) printJson(told);
      else conclude(told);
      for (const { troubles } of houses) for (const trouble of troubles) complain(trouble);
      return stumbles.length === 0 && told.never.length === 0 ? exits.fine : exits.failed;
    } finally {
      await close();
    }
  } finally {
    await lab.close();
  }
}

interface Told {
  readonly ways: readonly Thrown[];
  /** What the file offers and no chapter has thrown. */
  readonly never: readonly string[];
  readonly stumbles: readonly Stumble[];
  readonly tookMs: number;
}

function toldOf(houses: readonly Beside[], stumbles: readonly Stumble[], tookMs: number): Told {
  const of = houses.map(({ watch, facts }) => ({ watch, ways: thrownIn(watch, facts()) }));
  return {
    ways: of.flatMap(({ ways }) => ways),
    never: of.flatMap(({ watch, ways }) => neverThrown(watch, ways)),
    stumbles,
    tookMs,
  };
}

function introduce(estate: Estate, houses: readonly Beside[], page: string): void {
  const names = estate.watches.map(({ name }) => name).join(', ');
  print(`${styled('bold', 'farwatch')} throws every way of ${names} once, and back, in a lab.`);
  print(`The lab approves by itself. The room where people are asked: ${page}`);
  print();
  for (const { watch, onFact } of houses) {
    const narrator = narratorOf(watch, wallClock.now());
    onFact((fact) => {
      if (told.includes(fact.kind)) narrator.tell(fact);
    });
  }
}

/** Of several watches at once, what a reader can follow. */
const told: readonly string[] = ['confirmed', 'approved', 'held', 'stepOwed', 'proven'];

function conclude({ ways, never, stumbles, tookMs }: Told): void {
  print();
  const widths = [14, 40, 30, 20, 14, 9] as const;
  const row = (cells: readonly string[]) =>
    print(`  ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' ')}`.trimEnd());
  row(['watch', 'step', 'kind', 'way', 'to', 'standing', 'took']);
  for (const { watch, step, kind, way, to, standing, tookMs: ms } of ways) {
    row([watch, step, kind, way, to, standing, ms === undefined ? 'was so' : took(ms)]);
  }
  print();
  const kinds = new Set(ways.map(({ kind }) => kind)).size;
  print(`${ways.length} ways of ${kinds} kinds thrown in ${took(tookMs)}.`);
  for (const way of never) print(styled('red', `never thrown: ${way}`));
  for (const { watch, chapter, why } of stumbles) {
    print(styled('red', `${watch} did not get through "${chapter}": ${why}`));
  }
}
