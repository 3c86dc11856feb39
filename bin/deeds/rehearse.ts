/** `farwatch rehearse`: the whole story against a lab on this machine, or a scenario. */

import { writeFile } from 'node:fs/promises';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import { Trouble } from '../../core/trouble.ts';
import { diaryIn } from '../../lab/play/diary.ts';
import { rehearsal } from '../../lab/play/rehearsal.ts';
import { type Exit, exits } from '../exit.ts';
import { narratorOf } from '../narrator.ts';
import { complain, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';
import { playScenarios } from '../scenarios.ts';
import { openStage, type Stage, type StageOptions } from '../stage.ts';
import { conclude, introduce } from '../story.ts';
import { promptFor, sitAt } from '../terminal.ts';

export interface RehearseOptions extends StageOptions {
  readonly yes?: boolean;
  readonly dark?: readonly string[];
  readonly report?: string;
  readonly scenario?: readonly string[];
  readonly virtual?: boolean;
  readonly json?: boolean;
}

export async function rehearse(file: string | undefined, options: RehearseOptions): Promise<Exit> {
  if (options.scenario !== undefined) return playScenarios(options.scenario, options);
  if (options.virtual === true) {
    throw new Trouble('virtual-without-scenario', {
      message: 'Cannot rehearse in virtual time without a story',
      next: 'Name one with --scenario, for example lab/scenarios/region-dark.yaml.',
    });
  }
  const leave = leaving();
  const estate = await severalIn(file, options);
  if (estate !== undefined) {
    const { tourOf } = await import('../tour.ts');
    return tourOf(estate, options, leave.signal);
  }
  const stage = await openStage(file, options);
  try {
    return await perform(stage, options, leave);
  } finally {
    await stage.close();
  }
}

/** A file with several watches of which none is named: then all of them are meant. */
async function severalIn(
  file: string | undefined,
  { watch, attach }: RehearseOptions,
): Promise<Estate | undefined> {
  if (file === undefined || watch !== undefined || attach !== undefined) return undefined;
  const estate = await readEstate(file);
  return estate.watches.length > 1 ? estate : undefined;
}

/** Ctrl-C ends the story early, and everything that was opened for it is closed. */
function leaving(): AbortController {
  const leave = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => leave.abort());
  }
  return leave;
}

async function perform(
  stage: Stage,
  options: RehearseOptions,
  leave: AbortController,
): Promise<Exit> {
  const { theatre, folder } = stage;
  const { watch, lab } = theatre;
  const { json = false } = options;
  const narrator = narratorOf(watch, wallClock.now());
  const say = (text: string) => (json ? undefined : narrator.say(wallClock.now(), text));
  const byItself = options.yes === true || !process.stdin.isTTY;
  if (!json) {
    introduce(stage);
    theatre.onFact((fact) => narrator.tell(fact));
  }
  if (!byItself) seat(stage, say, leave);

  const [approver] = watch.approvers;
  const { ending, report } = await rehearsal(theatre, {
    say,
    approver: byItself ? approver : undefined,
    places: options.dark ?? [watch.regions.primary],
    diary: diaryIn(folder),
    leave: leave.signal,
  });
  if (options.report !== undefined) {
    await writeFile(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
  }
  if (json) printJson(report);
  else conclude(report, ending, await lab.levers.state());
  for (const trouble of theatre.troubles) complain(trouble);
  return ending === 'proven' ? exits.fine : exits.failed;
}

/** A person at the terminal; whoever is asked may answer there or on the page. */
function seat({ theatre }: Stage, say: (text: string) => void, leave: AbortController): void {
  const { watch, house, incident } = theatre;
  const [person] = watch.approvers;
  if (person === undefined) return;
  theatre.onFact(({ kind }) => {
    if (kind !== 'asked' && kind !== 'held' && kind !== 'doubted') return;
    void incident().then((now) => say(promptFor(now)));
  });
  const desk = { watch: watch.name, person, incident, answer: house.answer, say };
  sitAt({ ...desk, leave: () => leave.abort() }, leave.signal);
}
