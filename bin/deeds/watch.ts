/** `farwatch watch`: the whole loop from this machine, with a journal in a file. */

import { join } from 'node:path';
import { netFor } from '../../adapters/azure/account.ts';
import { fileJournal } from '../../adapters/local/journal.ts';
import { worldFor } from '../../adapters/world.ts';
import type { Estate } from '../../config/estate.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import { wire } from '../../lambdas/house/wiring.ts';
import { type Exit, exits } from '../exit.ts';
import { hearing } from '../hearing.ts';
import { keysOf, lookingFrom, switchingFrom } from '../logins.ts';
import { noHands } from '../no-hands.ts';
import { notRungFromHere, pagerHere, pagerKeys } from '../pagers.ts';
import { readEstateAndText, watchIn } from '../read-estate.ts';
import { referencesInSteps, secretsFor } from '../secrets-needed.ts';
import { takeUp } from '../taken-up.ts';
import { promptFor, sitAt } from '../terminal.ts';
import { terminalChat, terminalPager } from '../terminal-room.ts';
import { alone, personOf, roomsIn, thisMachine } from '../this-machine.ts';
import { voiceOf } from '../voice.ts';

export interface WatchOptions {
  readonly watch?: string;
  readonly as?: string;
  readonly alone?: string;
  readonly despite?: string;
  readonly state: string;
  readonly json?: boolean;
}

export async function watch(file: string, options: WatchOptions): Promise<Exit> {
  const given = { ...(await readEstateAndText(file)), despite: options.despite };
  // What is missing for the given file is told before anything is written.
  const meant = (await prepared(given.estate, options)).here;
  const folder = join(options.state, encodeURIComponent(given.estate.name));
  const kept = fileJournal(join(folder, 'journal'));
  const { estate, facts, waits } = await takeUp(given, meant, { folder, journal: kept });
  const { here, person, hands, secrets } = await prepared(estate, options);
  const { azure } = estate;
  const stop = new AbortController();
  const voice = voiceOf(here, options.json ?? false);
  const journal = hearing(kept, here.name, voice.tell);
  // A journal that cannot be trusted is told before anything is looked at.
  const incident = async () => replay(factsOf((await journal.read(here.name)).entries));
  const before = await incident();

  const rooms = roomsIn(folder, here);
  const house = wire({
    ...rooms,
    watches: estate.watches.map((one) => (one.name === here.name ? here : one)),
    journal,
    chat: terminalChat(voice.say),
    pager: pagerHere(terminalPager(voice.say), estate.pagers, { ...rooms, secrets }),
    azure: hands ? await worldFor(switchingFrom(azure), secrets) : noHands(here.mode),
    vantages: [
      {
        vantage: here.vantages[0] ?? thisMachine,
        net: await netFor(lookingFrom(azure), secrets),
      },
    ],
    people: person === undefined ? {} : { [person]: person },
    // Whoever sits at this machine has let themselves in.
    vouch: async () => ({ is: 'member' }),
  });

  voice.open(
    `Watching ${here.name} every ${here.policy.roundMs / 1_000} s, alone, because: ${options.alone}`,
    `Journal in ${folder}; the last stage was ${before.stage}. q or Ctrl-C leaves.`,
  );
  facts.forEach(voice.tell);
  for (const line of [waits, notRungFromHere(estate.pagers), promptFor(before)]) {
    if (line !== '') voice.say(line);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  if (person !== undefined) {
    const { answer } = house;
    const leave = () => stop.abort();
    sitAt({ watch: here.name, person, incident, answer, say: voice.say, leave }, stop.signal);
  }
  await house.keep(stop.signal);
  return exits.fine;
}

/** Throws for whatever is missing to watch by this file. */
async function prepared(estate: Estate, options: WatchOptions) {
  const here = alone(watchIn(estate, options.watch), options.alone);
  const person = options.as === undefined ? undefined : personOf(here, options.as);
  const hands = here.mode === 'ask';
  const secrets = await secretsFor(here, [
    ...keysOf(estate.azure, hands ? ['look', 'switch'] : ['look']),
    ...pagerKeys(estate.pagers),
    ...(hands ? referencesInSteps(here) : []),
  ]);
  return { here, person, hands, secrets };
}
