/** `farwatch watch`: the whole loop from this machine, with a journal in a file. */

import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { azureFor, netFor } from '../../adapters/azure/account.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { fileJournal } from '../../adapters/local/journal.ts';
import { fileMemory } from '../../adapters/local/memory.ts';
import { fileSeals } from '../../adapters/local/seals.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import { fileSightings } from '../../adapters/local/sightings.ts';
import { probeKinds, stepKinds } from '../../config/kinds.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Person, Run, Vantage } from '../../core/names.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { wire } from '../../lambdas/house/wiring.ts';
import { type Exit, exits } from '../exit.ts';
import { hearing } from '../hearing.ts';
import { eventLoopLag } from '../lag.ts';
import { narratorOf } from '../narrator.ts';
import { complain, print } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';
import { promptFor, sitAt } from '../terminal.ts';
import { terminalChat, terminalPager } from '../terminal-room.ts';

interface Options {
  readonly watch?: string;
  readonly as?: string;
  readonly alone?: string;
  readonly state: string;
}

export function watch(program: Command, done: (exit: Exit) => void): void {
  program
    .command('watch')
    .argument('<file>', 'a farwatch.yaml')
    .description('watch from this machine: look, judge, ask here, move, prove')
    .option('--watch <name>', 'which watch, when the file has several')
    .option('--as <person>', 'who answers at this terminal; without it nobody can approve here')
    .option('--alone <reason>', 'judge from this machine alone, and why')
    .option('--state <folder>', 'where the journal lies', '.farwatch')
    .action(async (file: string, options: Options) => done(await run(file, options)));
}

/** One machine is one vantage: whoever lets it judge alone says so, and why. */
function alone(watch: Watch, reason: string | undefined): Watch {
  if (reason !== undefined && reason.trim() !== '') {
    return { ...watch, vantages: ['here' as Vantage], quorum: 1 };
  }
  throw new Trouble('one-vantage', {
    message: `Cannot confirm an outage from here: this machine is one vantage, and ${watch.quorum} of ${watch.vantages.length} confirm`,
    next: 'Add --alone "why" to judge from this machine alone, or deploy the vantages.',
  });
}

function personOf(watch: Watch, name: string | undefined): Person | undefined {
  if (name === undefined) return undefined;
  const person = watch.approvers.find((approver) => approver === name);
  if (person !== undefined) return person;
  throw new Trouble('not-an-approver', {
    message: `Cannot answer as ${name}: the approvers of ${watch.name} are ${watch.approvers.join(', ')}`,
    next: 'Name one of them with --as, or leave it out to look on.',
  });
}

async function run(file: string, options: Options): Promise<Exit> {
  const estate = await readEstate(file);
  const here = alone(watchIn(estate, options.watch), options.alone);
  const person = personOf(here, options.as);
  const secrets = secretsOf();
  const folder = join(options.state, encodeURIComponent(estate.name));
  const stop = new AbortController();
  const narrator = narratorOf(here, wallClock.now());
  const journal = hearing(fileJournal(join(folder, 'journal')), (fact) => narrator.tell(fact));
  // A journal that cannot be trusted is told before anything is looked at.
  const incident = async () => replay(factsOf((await journal.read(here.name)).entries));
  const before = await incident();

  const say = (text: string) => narrator.say(wallClock.now(), text);
  const house = wire({
    rules: { watch: here, digest: (text) => createHash('sha256').update(text).digest('hex') },
    clock: wallClock,
    journal,
    sightings: fileSightings(join(folder, 'sightings'), {
      clock: wallClock,
      keepMs: 2 * here.policy.windowMs,
    }),
    memory: fileMemory(join(folder, 'memory'), wallClock),
    chat: terminalChat(say),
    pager: terminalPager(say),
    seals: fileSeals(join(folder, 'seal.key')),
    brake: fileBrake(join(folder, 'brake.json')),
    azure: await azureFor(estate.azure, secrets),
    probeKinds,
    stepKinds,
    vantages: [{ vantage: 'here' as Vantage, net: await netFor(estate.azure, secrets) }],
    people: person === undefined ? {} : { [person]: person },
    newRun: () => randomUUID() as Run,
    lagMs: eventLoopLag(),
    onTrouble: (where, error) => complain(`${where}: ${wordsOf(error)}`),
  });

  print(
    `Watching ${here.name} every ${here.policy.roundMs / 1_000} s, alone, because: ${options.alone}`,
  );
  print(`Journal in ${folder}; the last stage was ${before.stage}. q or Ctrl-C leaves.`);
  const prompt = promptFor(before);
  if (prompt !== '') say(prompt);
  process.once('SIGINT', () => stop.abort());
  if (person !== undefined) {
    const answer = house.answer;
    sitAt(
      { watch: here.name, person, incident, answer, say, leave: () => stop.abort() },
      stop.signal,
    );
  }
  await house.keep(stop.signal);
  return exits.fine;
}
