/** Sets the kill switch in the name of a verified person, lifts it, and has both written down. */

import { factsOf } from '../../core/chronicle.ts';
import type { Grip, Knock, Vouched } from '../../core/click.ts';
import { objectionToLift, objectionToStop } from '../../core/deciding/brake.ts';
import { replay } from '../../core/evolve.ts';
import type { Incident } from '../../core/incident.ts';
import { type LearnWorld, learn } from '../../core/learn.ts';
import { lease } from '../../core/lease.ts';
import type { Person } from '../../core/names.ts';
import type { Brake, Digester, Lever, Memory } from '../../core/ports.ts';
import type { Signal } from '../../core/signal.ts';
import { listed } from '../../core/telling/words.ts';
import { wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';

export interface BrakeWorld extends LearnWorld {
  /** Every watch of the estate: one stop is a stop of all. */
  readonly watches: readonly Watch[];
  readonly digest: Digester;
  /** Whom each door knows: the user id of the door to the person of the file. */
  readonly people: Readonly<Record<string, Person>>;
  readonly memory: Memory;
  readonly brake: Brake & Lever;
  /** Whether whoever came is still one of us; asked only of those whom the file knows. */
  vouch(who: Knock): Promise<Vouched>;
}

/**
 * Resolves with one line for the person. Rejects when the switch could not be set or released: then
 * it stands as it stood, and the same may be asked again.
 */
export async function stopOrLift(grip: Grip, world: BrakeWorld): Promise<string> {
  const by = world.people[grip.user];
  if (by === undefined) {
    return await turnedAway(grip, grip.name, 'not one of the people of this estate', world);
  }
  const vouched = await world.vouch(grip);
  if (vouched.is === 'refused') return await turnedAway(grip, by, vouched.why, world);
  const objection = objectionTo(grip, by, world);
  if (objection !== undefined) return await turnedAway(grip, by, objection, world);
  if (grip.kind === 'stop') return await stop(grip, by, world);
  // A stop is taken although nobody could say whether its giver is still one of us; this is not.
  if (vouched.is === 'unsure') return notLifted(`farwatch could not check you (${vouched.why})`);
  return await lift(grip, by, world);
}

function objectionTo({ kind, why }: Grip, by: Person, { watches }: BrakeWorld) {
  const [watch] = watches;
  if (watch === undefined) return 'nothing is watched';
  return kind === 'stop' ? objectionToStop(by, watch) : objectionToLift(by, why, watch);
}

/** The switch first, and on nothing but itself: it must hold where nothing can be written down. */
async function stop(grip: Grip, by: Person, world: BrakeWorld): Promise<string> {
  const { via, user, nonce, why } = grip;
  const mark = world.digest([via, user, nonce].join('/')).slice(0, 12);
  await world.brake.pull({ by, why, mark });
  const untold = await tellAll(world, () => ({ kind: 'pulled', by, why, via, mark }));
  const done = 'Stopped: nothing is changed in Azure until an approver lifts it.';
  return untold === '' ? done : `${done} It holds, but ${untold}. Stop once more to have it told.`;
}

/** Two of these within this time are one; longer than a signature of any door is good for. */
const onceMs = 900_000;
/** One whose worker died may be made again after this. */
const workMs = 30_000;

async function lift(
  grip: Extract<Grip, { kind: 'lift' }>,
  by: Person,
  world: BrakeWorld,
): Promise<string> {
  const { memory } = world;
  const key = ['lift', grip.via, grip.user, grip.nonce].join('/');
  if ((await memory.get(`${key}/done`)) === 'done') return 'Already received: it is lifted.';
  const claim = await lease(memory, key, workMs);
  if (claim === undefined) return 'Already received: it is being worked on.';
  // Kept before it is done: what comes again must not lift the next stop.
  const done = (is: 'done' | 'open') => memory.put(`${key}/done`, is, onceMs);
  let over = false;
  try {
    const { final, text } = await liftOnce(grip, by, { ...world, begin: () => done('done') });
    over = final;
    return text;
  } finally {
    if (!over) {
      await done('open');
      await claim.release();
    }
  }
}

interface Lifted {
  readonly final: boolean;
  readonly text: string;
}

async function liftOnce(
  { of, why, via }: Extract<Grip, { kind: 'lift' }>,
  by: Person,
  world: BrakeWorld & { begin(): Promise<void> },
): Promise<Lifted> {
  const [state, seen] = await Promise.all([world.brake.read(), incidentsOf(world)]);
  const not = (because: string): Lifted => ({ final: false, text: notLifted(because) });
  // Who lets moves go on is written down, or they do not go on.
  if (seen.size === 0) return not('the journal cannot be read, so nobody could be told of it');
  const known = [...seen.values()].some(({ stopped }) => stopped !== undefined);
  if (state.is === 'off' && !known) return not('no stop stands');
  if (of !== undefined) {
    if (state.is === 'unsure') return not(`the switch cannot be read: ${state.why}`);
    if (state.is === 'on' && state.mark !== of) {
      return not(`that is no longer the stop that stands: ${state.by}: ${state.why}`);
    }
  }
  await world.begin();
  await world.brake.release();
  // What was lifted before, and only not told everywhere, is told where it still seems to stand.
  const markOf = ({ name }: Watch) => seen.get(name)?.stopped?.mark;
  const watches = world.watches.filter(
    (watch) => state.is !== 'off' || markOf(watch) !== undefined,
  );
  const untold = await tellAll({ ...world, watches }, (watch) => {
    return { kind: 'released', by, why, via, of: markOf(watch) };
  });
  const done = 'Lifted: a held move goes on when an approver orders it.';
  return untold === ''
    ? { final: true, text: done }
    : { final: false, text: `${done} But ${untold}. Lift it once more to have it told.` };
}

/** Of those watches whose journals can be read. */
async function incidentsOf({
  watches,
  journal,
}: BrakeWorld): Promise<ReadonlyMap<string, Incident>> {
  const read = watches.map(async ({ name }) => {
    return [name, replay(factsOf((await journal.read(name)).entries))] as const;
  });
  const ends = await Promise.allSettled(read);
  return new Map(ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])));
}

/** Resolves with why some watch could not be told; empty when all were. */
async function tellAll(world: BrakeWorld, news: (watch: Watch) => Signal): Promise<string> {
  const { watches, digest } = world;
  const ends = await Promise.allSettled(
    watches.map((watch) => learn([news(watch)], { watch, digest }, world)),
  );
  const failed = ends.flatMap((end, at) =>
    end.status === 'rejected' ? [{ watch: watches[at]?.name ?? '', error: end.reason }] : [],
  );
  if (failed.length === 0) return '';
  const why = [...new Set(failed.map(({ error }) => wordsOf(error)))].join('; ');
  return `it could not be written down for ${listed(failed.map(({ watch }) => watch))} (${why})`;
}

/** Told where the card was; the same one again is only noise. */
async function turnedAway(
  grip: Grip,
  who: string,
  why: string,
  world: BrakeWorld,
): Promise<string> {
  const { watches, digest, memory } = world;
  const { via, user, nonce, kind } = grip;
  const watch = watches.find(({ name }) => name === grip.watch) ?? watches[0];
  const once = await memory.claim(['grip', kind, via, user, nonce].join('/'), 'refused', onceMs);
  if (watch !== undefined && once === 'kept') {
    await learn([{ kind: 'turnedAway', by: who, why, via }], { watch, digest }, world);
  }
  return kind === 'stop' ? `Not stopped: ${why}.` : notLifted(why);
}

function notLifted(why: string): string {
  return `Not lifted: ${why}.`;
}
