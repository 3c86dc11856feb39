/** `farwatch rehearse`: the whole story against a lab on this machine, or a scenario. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import { stepKinds } from '../../config/kinds.ts';
import type { StepKind } from '../../core/kinds.ts';
import type { StepName } from '../../core/names.ts';
import { took } from '../../core/telling/words.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { type OnWire, openOnWire } from '../../lab/play/on-wire.ts';
import { flowOf, rehearsal } from '../../lab/play/rehearsal.ts';
import type { Report } from '../../lab/play/report.ts';
import { withoutStep } from '../../lab/play/without-step.ts';
import { type Exit, exits } from '../exit.ts';
import { eventLoopLag } from '../lag.ts';
import { type Narrator, narratorOf } from '../narrator.ts';
import { complain, print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';
import { playScenarios } from '../scenarios.ts';
import { promptFor, sitAt } from '../terminal.ts';

interface Options {
  readonly watch?: string;
  readonly yes?: boolean;
  readonly report?: string;
  readonly scenario?: readonly string[];
  readonly virtual?: boolean;
  readonly without?: string;
  readonly seed: string;
  readonly json?: boolean;
}

export function rehearse(program: Command, done: (exit: Exit) => void): void {
  program
    .command('rehearse')
    .argument('[file]', 'a farwatch.yaml; a scenario names its own')
    .description('break a lab on this machine, be asked, and see the estate move')
    .option('--watch <name>', 'which watch, when the file has several')
    .option('--yes', 'let the lab approve by itself, as it does where there is no terminal')
    .option('--report <file>', 'write the facts and the timings as JSON')
    .option('--scenario <files...>', 'play these stories and compare the facts they expect')
    .option('--virtual', 'with --scenario: in virtual time, in memory')
    .option('--without <step>', 'make one step do nothing, to see that the proof notices')
    .option('--seed <seed>', 'the dice of the lab', 'farwatch')
    .option('--json', 'print JSON instead of the story')
    .action(async (file: string | undefined, options: Options) => done(await run(file, options)));
}

async function run(file: string | undefined, options: Options): Promise<Exit> {
  if (options.scenario !== undefined) return playScenarios(options.scenario, options);
  if (file === undefined) {
    throw new Trouble('file-missing', {
      message: 'Cannot rehearse without a file',
      next: 'Name one, for example: farwatch rehearse examples/orders.yaml',
    });
  }
  const estate = await readEstate(file);
  const watch = watchIn(estate, options.watch);
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-'));
  try {
    return await inFolder(folder, estate, watch, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFolder(
  folder: string,
  estate: Estate,
  watch: Watch,
  options: Options,
): Promise<Exit> {
  const { seed, json = false } = options;
  const kinds = options.without === undefined ? {} : { stepKinds: without(watch, options.without) };
  const theatre = await openOnWire(estate, watch, {
    folder,
    seed,
    lagMs: eventLoopLag(),
    ...kinds,
  });
  const narrator = narratorOf(watch, wallClock.now());
  const say = (text: string) => (json ? undefined : narrator.say(wallClock.now(), text));
  const byItself = options.yes === true || !process.stdin.isTTY;
  try {
    if (!json) introduce(theatre, narrator, byItself);
    const [approver] = watch.approvers;
    const { ending, report } = await rehearsal(theatre, {
      say,
      approver: byItself ? approver : undefined,
    });
    if (options.report !== undefined) {
      await writeFile(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    if (json) printJson(report);
    else conclude(report, theatre, ending);
    for (const trouble of theatre.troubles) complain(trouble);
    return ending === 'proven' ? exits.fine : exits.failed;
  } finally {
    await theatre.close();
  }
}

function introduce(theatre: OnWire, narrator: Narrator, byItself: boolean): void {
  const { watch, lab } = theatre;
  print(
    `${styled('bold', 'farwatch')} rehearses ${watch.name}: ${watch.regions.primary} → ${watch.regions.secondary}, in a lab on this machine.`,
  );
  print(
    `Rounds every ${watch.policy.roundMs / 1_000} s from ${watch.vantages.join(', ')}; ${watch.quorum} of them confirm. Nothing leaves this machine.`,
  );
  print(`The room where people are asked: ${styled('underline', lab.slack.page)}`);
  print();
  theatre.onFact((fact) => narrator.tell(fact));
  if (byItself) return;
  const say = (text: string) => narrator.say(wallClock.now(), text);
  theatre.onFact((fact) => {
    if (fact.kind !== 'asked' && fact.kind !== 'held' && fact.kind !== 'doubted') return;
    void theatre.incident().then((incident) => say(styled('bold', promptFor(incident))));
  });
  const [person] = watch.approvers;
  if (person === undefined) return;
  const stop = new AbortController();
  sitAt(
    {
      watch: watch.name,
      person,
      incident: theatre.incident,
      answer: theatre.house.answer,
      say,
      leave: () => process.exit(exits.failed),
    },
    stop.signal,
  );
  theatre.onFact((fact) => {
    if (fact.kind === 'over') stop.abort();
  });
}

function without(watch: Watch, name: string): Readonly<Record<string, StepKind<unknown>>> {
  const names = watch.services.flatMap((s) => s.steps.flatMap((m) => m.steps.map((x) => x.name)));
  const known = names.find((step): step is StepName => step === name);
  if (known !== undefined) return withoutStep(stepKinds, watch, known);
  throw new Trouble('step-unknown', {
    message: `Cannot leave out ${name}: the steps are ${[...new Set(names)].join(', ')}`,
    next: 'Name one of them.',
  });
}

function conclude({ timings, steps }: Report, theatre: OnWire, ending: string): void {
  const { darkAt, suspectedAt, confirmedAt, askedAt, approvedAt, movedAt, provenAt } = timings;
  const part = (name: string, from: number | undefined, to: number | undefined) =>
    print(`  ${name.padEnd(22)} ${from !== undefined && to !== undefined ? took(to - from) : '-'}`);
  print();
  print(styled('bold', ending === 'proven' ? 'Moved and proven.' : `The move was ${ending}.`));
  part('dark → suspected', darkAt, suspectedAt);
  part('dark → confirmed', darkAt, confirmedAt);
  part('confirmed → asked', confirmedAt, askedAt);
  part('asked → approved', askedAt, approvedAt);
  part('approved → moved', approvedAt, movedAt);
  part('moved → proven', movedAt, provenAt);
  part('dark → proven', darkAt, provenAt);
  for (const { name, standing, tookMs } of steps) {
    print(`  ${name.padEnd(36)} ${standing.padEnd(8)} ${tookMs === undefined ? '' : took(tookMs)}`);
  }
  print(`  ${flowOf(theatre.world)}`);
}
