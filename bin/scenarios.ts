/** Plays scenarios and says how they differ from what they expect. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOnWire } from '../lab/play/on-wire.ts';
import type { Theatre } from '../lab/play/theatre.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { differences, play } from '../lab/scenarios/play.ts';
import { parseScenario, type Scenario } from '../lab/scenarios/scenario.ts';
import { type Exit, exits } from './exit.ts';
import { eventLoopLag } from './lag.ts';
import { print, printJson, styled } from './print.ts';
import { readEstate, watchIn } from './read-estate.ts';

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
  const scenario = parseScenario(await readFile(file, 'utf8'), file);
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
      storyMs: played.tookMs,
      tookMs: Math.round(performance.now() - began),
    };
  } finally {
    await theatre.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function open(scenario: Scenario, folder: string, options: Options): Promise<Theatre> {
  const estate = await readEstate(scenario.estate);
  const watch = watchIn(estate, scenario.watch);
  const { seed, virtual } = options;
  return virtual === true
    ? openVirtual(estate, watch, { seed })
    : openOnWire(estate, watch, { seed, folder, lagMs: eventLoopLag() });
}

function show({ title, differences: faults, storyMs, tookMs, lines }: Told): void {
  const mark = faults.length === 0 ? styled('green', '✓') : styled('red', '✗');
  print(
    `${mark} ${title}  ${styled('dim', `${Math.round(storyMs / 1_000)} s told in ${tookMs} ms`)}`,
  );
  for (const fault of faults) print(`    ${fault}`);
  if (faults.length > 0) for (const line of lines) print(styled('dim', `    | ${line}`));
}
