/** Plays scenarios and says how they differ from what they expect. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLoopLag } from '../adapters/local/lag.ts';
import type { Estate } from '../config/estate.ts';
import { took } from '../core/telling/words.ts';
import { openOnWire } from '../lab/play/on-wire.ts';
import type { Theatre } from '../lab/play/theatre.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { lineOf } from '../lab/scenarios/lines.ts';
import { differences, type Played, play } from '../lab/scenarios/play.ts';
import { parseScenario, type Scenario } from '../lab/scenarios/scenario.ts';
import { type Exit, exits } from './exit.ts';
import { print, printJson, styled } from './print.ts';
import { readText, watchIn } from './read-estate.ts';
import { Refused } from './refused.ts';

interface Options {
  readonly virtual?: boolean;
  readonly seed: string;
  readonly json?: boolean;
}

interface Told {
  readonly file: string;
  readonly title: string;
  readonly differences: readonly string[];
  readonly lines: readonly string[];
  readonly timed: readonly string[];
  readonly storyMs: number;
  readonly tookMs: number;
}

export async function playScenarios(files: readonly string[], options: Options): Promise<Exit> {
  const told: Told[] = [];
  for (const file of files) {
    const one = await playFile(file, options);
    told.push(one);
    if (!options.json) show(one);
  }
  if (options.json) printJson(told);
  return told.every((one) => one.differences.length === 0) ? exits.fine : exits.failed;
}

async function playFile(file: string, options: Options): Promise<Told> {
  const scenario = parseScenario(
    await readText(file, 'a scenario that exists, such as lab/scenarios/region-dark.yaml'),
    file,
  );
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-'));
  const theatre = await open(scenario, folder, options);
  try {
    const played = await play(scenario, theatre);
    return {
      file,
      title: scenario.title,
      differences: differences(scenario, played),
      lines: played.lines,
      timed: timed(played),
      storyMs: played.tookMs,
      tookMs: Math.round(performance.now() - began),
    };
  } finally {
    await theatre.close();
    // What a hung peer held up may still write its last word.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function open(scenario: Scenario, folder: string, options: Options): Promise<Theatre> {
  const estate = await estateOf(scenario);
  const watch = watchIn(estate, scenario.watch);
  const { seed, virtual } = options;
  return virtual === true
    ? openVirtual(estate, watch, { seed })
    : openOnWire(estate, watch, { seed, folder, lagMs: eventLoopLag() });
}

async function estateOf(scenario: Scenario): Promise<Estate> {
  const text = await readText(scenario.estate, 'a watch file that exists as its estate');
  const loaded = loadChanged(text, scenario);
  if (loaded.ok) return loaded.estate;
  throw new Refused(loaded.faults);
}

/** `  63.2 s  confirmed primary order-api`: how to find out where a story went astray. */
function timed({ facts, began }: Played): readonly string[] {
  return facts.flatMap((fact) => {
    const line = lineOf(fact);
    const seconds = ((fact.at - began) / 1_000).toFixed(1);
    return line === undefined ? [] : [`${seconds.padStart(7)} s  ${line}`];
  });
}

function show({ title, differences: faults, storyMs, tookMs, timed: lines }: Told): void {
  const mark = faults.length === 0 ? styled('green', '✓') : styled('red', '✗');
  print(`${mark} ${title}  ${styled('dim', `${took(storyMs)}, told in ${took(tookMs)}`)}`);
  for (const fault of faults) print(`    ${fault}`);
  if (faults.length > 0) for (const line of lines) print(styled('dim', `    | ${line}`));
}
