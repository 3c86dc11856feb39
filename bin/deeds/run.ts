/** `farwatch run`: puts a plan that was changed by hand to the approvers, beside the watch of this machine. */

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileJournal } from '../../adapters/local/journal.ts';
import { loadPlan } from '../../config/plan-file.ts';
import { type HandMade, planByHand } from '../../core/by-hand.ts';
import { factsOf } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import { type Instant, later, type Person } from '../../core/names.ts';
import type { Plan } from '../../core/plan.ts';
import type { Sightings } from '../../core/ports.ts';
import { byHandLines } from '../../core/telling/by-hand.ts';
import { titleOf } from '../../core/telling/story.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { allUp } from '../../core/ways.ts';
import { answer } from '../../lambdas/answer/answer.ts';
import { lookAround } from '../../lambdas/judge/judge.ts';
import { kept } from '../../lambdas/readiness/kept.ts';
import { digest } from '../digest.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { Refused, readEstateAndText, readText } from '../read-estate.ts';
import { alone, personOf, roomsIn } from '../this-machine.ts';

export interface RunOptions {
  readonly file: string;
  readonly state: string;
  readonly deployed?: boolean;
  readonly as: string;
  readonly why: string;
  readonly alone?: string;
  readonly json?: boolean;
}

export async function run(path: string, options: RunOptions): Promise<Exit> {
  if (options.deployed === true) throw ofHereOnly();
  const given = await readEstateAndText(options.file);
  const text = await readText(path, 'a plan that `farwatch plan --out` wrote');
  const loaded = loadPlan(text, path, given.estate.watches);
  if (!loaded.ok) throw new Refused(loaded.faults);
  const { made, watch } = loaded;
  const here = options.alone === undefined ? watch : alone(watch, options.alone);
  const person = personOf(here, options.as);
  const folder = join(options.state, encodeURIComponent(given.estate.name));
  const lies = join(folder, 'journal');
  // Nothing is made where nobody watches.
  if (!existsSync(lies)) throw nobodyWatches(here);
  const { entries } = await fileJournal(lies).read(here.name);
  const { adopted } = replay(factsOf(entries));
  if (adopted !== undefined && adopted.file.digest !== digest(given.text))
    throw other(options.file);

  const drawn = drawnFrom(made, here, person);
  if (options.json !== true) show(drawn, here);
  const said = await put(made, { here, person, folder, why: options.why });
  const done = said.startsWith('Taken');
  if (options.json === true) printJson({ done, text: said, changes: drawn.byHand?.changes });
  else print(said);
  return done ? exits.fine : exits.failed;
}

/** As it would be asked about while every plane is up; its digest is made when it is. */
function drawnFrom(made: HandMade, watch: Watch, person: Person): Plan {
  const { from, services, trafficOnly } = made;
  // What stays behind, and why, is told with the question: it is known then.
  const drafting = { digest, planes: allUp, ...(trafficOnly && { left: { stay: [], dark: [] } }) };
  return planByHand(watch, { side: from, services }, made, person, drafting);
}

function show(plan: Plan, watch: Watch): void {
  print(titleOf(plan, watch));
  for (const line of byHandLines(plan)) print(`  ${line}`);
}

interface Putting {
  readonly here: Watch;
  readonly person: Person;
  readonly folder: string;
  readonly why: string;
}

/** By the same door as a word at the terminal; what was seen is what the watch beside has seen. */
async function put(made: HandMade, { here, person, folder, why }: Putting): Promise<string> {
  const { rules, clock, sightings, memory, seals } = roomsIn(folder, here);
  await seenLately(sightings, here, later(clock.now(), -here.policy.freshMs));
  const journal = fileJournal(join(folder, 'journal'));
  const readiness = () => kept(here.name, memory);
  const world = { ...rules, clock, journal, memory, seals, people: { [person]: person } };
  const { move, services, ...byHand } = made;
  return answer(
    {
      ...{ via: 'terminal', user: person, name: person, watch: here.name, nonce: randomUUID() },
      ...{ kind: 'wish', move, services, why, byHand },
    },
    {
      ...world,
      // Whoever sits at this machine has let themselves in.
      vouch: async () => ({ is: 'member' }),
      look: () => lookAround(rules, { clock, journal, sightings, readiness }),
    },
  );
}

async function seenLately(sightings: Sightings, watch: Watch, from: Instant): Promise<void> {
  const looks = await sightings.since(watch.name, from);
  if (!looks.some(({ vantage }) => watch.vantages.includes(vantage))) throw nobodyWatches(watch);
}

function nobodyWatches({ name, vantages }: Watch): Trouble {
  return new Trouble('nobody-watches', {
    message: `Cannot ask about ${name} because nothing was seen of it just now by ${vantages.join(', ')}`,
    next: 'Keep `farwatch watch` running beside it with the same --state, and give --alone here as you gave it there.',
  });
}

function ofHereOnly(): Trouble {
  return new Trouble('plan-of-here-only', {
    message:
      'Cannot put a plan that was changed by hand to a deployment: it takes no steps from outside',
    next: 'Throw the kill switch of the deployment, keep `farwatch watch` running on this machine, and put the plan beside that; or publish a changed farwatch.yaml.',
  });
}

function other(file: string): Trouble {
  return new Trouble('watch-file-other', {
    message: `Cannot hold the plan to ${file} because the watch beside runs by another file`,
    next: 'Name the file that the watch was started with, as it was then; or start the watch again with this one.',
  });
}
