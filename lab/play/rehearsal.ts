/** The main job as a rehearsal: a region goes dark, a person is asked, the estate moves, is proven. */

import { isAsking } from '../../core/carrying.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact, Outcome } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Person } from '../../core/names.ts';
import { later } from '../../core/names.ts';
import { listed } from '../../core/telling/words.ts';
import type { Place } from '../world/azure.ts';
import { approve } from './approving.ts';
import type { Diary } from './diary.ts';
import type { Beside } from './on-wire.ts';
import { type Report, reportOf } from './report.ts';

export interface Rehearsal {
  /** What happens in the lab that is no fact. */
  say(text: string): void;
  /** Undefined: people answer, at the page or the terminal. */
  readonly approver: Person | undefined;
  /** What goes dark. */
  readonly places: readonly Place[];
  readonly diary: Diary;
  /** Aborts when the person at the terminal leaves. */
  readonly leave: AbortSignal;
}

export type Ending =
  | 'proven'
  | 'held'
  | 'declined'
  | 'cleared'
  | 'abandoned'
  | 'not settled'
  | 'too slow'
  | 'left';

export interface Rehearsed {
  readonly ending: Ending;
  readonly report: Report;
}

/** The story of one incident: begun here, or by a process that was killed in the middle of it. */
interface Story extends Rehearsal {
  readonly theatre: Beside;
  readonly number: number;
}

export async function rehearsal(theatre: Beside, how: Rehearsal): Promise<Rehearsed> {
  const before = await theatre.incident();
  const noted = await how.diary.read();
  const told = noted !== undefined && isTold({ theatre, number: noted.incident });
  const next = before.stage === 'over' ? before.number + 1 : before.number;
  const story: Story = { ...how, theatre, number: told ? noted.incident : next };
  if (told) how.say('this story was told to its end before');
  const ending = told ? 'proven' : await theatre.perform(() => act(story, before));
  const facts = factsOf(story);
  const darkAt = (await how.diary.read())?.darkAt ?? facts[0]?.at ?? theatre.clock.now();
  return { ending, report: reportOf(replay(facts), facts, theatre.watch, darkAt) };
}

/** A house may be killed in the very moment after its last word, even with the next incident open. */
function isTold(story: Pick<Story, 'theatre' | 'number'>): boolean {
  const incident = replay(factsOf(story));
  return incident.stage === 'over' && incident.outcome === 'moved';
}

async function act(story: Story, before: Incident): Promise<Ending> {
  const { say } = story;
  if (before.stage === 'calm' || before.stage === 'over') await darken(story);
  else say(`the story goes on: incident ${before.number} is ${before.stage}`);
  return follow(story);
}

async function darken({ places, say, theatre, diary, number }: Story): Promise<void> {
  const { house, clock, lab } = theatre;
  const broken = await lab.levers.faults();
  const isDark = places.every((place) => broken.some((one) => one.place === place));
  if (isDark) return say(`${listed(places)} went dark before`);
  // The quiet part, shortened: two looks in a row make an opinion, whatever the interval is.
  await house.lookNow();
  await house.lookNow();
  await diary.note({ darkAt: clock.now(), incident: number });
  say(`${listed(places)} ${places.length === 1 ? 'goes' : 'go'} dark`);
  for (const place of places) await lab.levers.break(place, { is: 'dark' });
}

/** A person may take their time; machines may not. From the last fact on. */
const patienceMs = { person: 20 * 60_000, machine: 5 * 60_000, settle: 30_000 };

async function follow(story: Story): Promise<Ending> {
  const { theatre, approver, leave } = story;
  const { clock } = theatre;
  const began = clock.now();
  while (!leave.aborted) {
    const facts = factsOf(story);
    const incident = replay(facts);
    const ending = endingOf(incident, approver);
    if (ending !== undefined) return ending;
    if (incident.stage === 'settling') return settle(story, facts);
    const isAsked = isAsking(incident) && incident.asked;
    if (isAsking(incident) && isAsked && approver !== undefined) {
      await approve(incident, approver, story);
    }
    const waits = approver === undefined && (isAsked || incident.stage === 'held');
    const last = Math.max(began, facts.at(-1)?.at ?? began);
    if (clock.now() - last > (waits ? patienceMs.person : patienceMs.machine)) return 'too slow';
    await clock.sleep(100, leave);
  }
  return 'left';
}

const endings: Readonly<Record<Outcome, Ending>> = {
  cleared: 'cleared',
  moved: 'proven',
  abandoned: 'abandoned',
  superseded: 'left',
  withdrawn: 'declined',
};

/** What will not go on by itself; a held move waits for the person, where there is one. */
function endingOf(incident: Incident, approver: Person | undefined): Ending | undefined {
  switch (incident.stage) {
    case 'over':
      return endings[incident.outcome];
    case 'held':
      return approver === undefined ? undefined : 'held';
    case 'confirmed':
      return incident.declined === undefined ? undefined : 'declined';
    default:
      return undefined;
  }
}

/** From the enabling of a receiver until it has looked once, and the partner's shelf shows it. */
const catchUpMs = 8_000;

/** Proven, with steps owed: what went dark comes back, and the fence must close at once. */
async function settle(story: Story, facts: readonly Fact[]): Promise<Ending> {
  const { say, theatre, places, leave } = story;
  const { clock, lab, watch } = theatre;
  const broken = await lab.levers.faults();
  if (broken.some(({ place }) => places.includes(place))) {
    const moved = facts.findLast((fact) => fact.kind === 'moved')?.at ?? clock.now();
    say(`${watch.regions.secondary} works off what has waited`);
    await clock.sleep(Math.max(0, moved + catchUpMs - clock.now()), leave);
    say(`${listed(places)} ${places.length === 1 ? 'comes' : 'come'} back, with what is owed`);
    for (const place of places) await lab.levers.heal(place);
  }
  const deadline = later(clock.now(), patienceMs.settle);
  while (clock.now() < deadline && !leave.aborted) {
    if (replay(factsOf(story)).stage === 'over') return 'proven';
    await clock.sleep(100, leave);
  }
  return leave.aborted ? 'left' : 'not settled';
}

/** Of this story's incident: what happened before it or after it is not part of it. */
function factsOf({ theatre, number }: Pick<Story, 'theatre' | 'number'>): readonly Fact[] {
  const facts = theatre.facts();
  const opens = (n: number) => facts.findIndex((f) => f.kind === 'opened' && f.incident === n);
  const from = number === 1 ? 0 : opens(number);
  const to = opens(number + 1);
  return from === -1 ? [] : facts.slice(from, to === -1 ? undefined : to);
}
