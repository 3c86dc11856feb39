/** Turns an authenticated click into a sealed fact, and tells the person what became of it. */

import { approvalText } from '../../core/approval.ts';
import type { Head } from '../../core/chronicle.ts';
import type { Click, Knock, Vouched } from '../../core/click.ts';
import type { Rulebook } from '../../core/decide.ts';
import { type Learned, type LearnWorld, learn } from '../../core/learn.ts';
import { lease } from '../../core/lease.ts';
import type { Person } from '../../core/names.ts';
import { never } from '../../core/never.ts';
import type { Picture } from '../../core/picture.ts';
import type { Memory, Seals } from '../../core/ports.ts';
import type { Signal } from '../../core/signal.ts';
import { outcomeOf } from './outcome.ts';

export interface AnswerWorld extends LearnWorld, Rulebook {
  /** Whom each door knows: the user id of the door to the person of the file. */
  readonly people: Readonly<Record<string, Person>>;
  readonly memory: Memory;
  readonly seals: Seals;
  /** Whether whoever clicked is still one of us; asked only of those whom the file knows. */
  vouch(who: Knock): Promise<Vouched>;
  /** Both sides, judged now. */
  look(): Promise<Picture>;
}

/** Two clicks within this time are one click; one that may be made again is free at once. */
const onceMs = 60_000;
/** Longer than an invocation lives: the click of one that died may be made again after this. */
const workMs = 11_000;

/**
 * Resolves with one line for the person. Rejects when seals, journal or sight failed: then nothing
 * was taken, and the same click may be made again; likewise when nobody could say who clicked.
 */
export async function answer(click: Click, world: AnswerWorld): Promise<string> {
  const { memory } = world;
  const key = onceKey(click);
  if ((await memory.get(`${key}/done`)) === 'done') {
    return 'Already received: your first click counts.';
  }
  const claim = await lease(memory, key, workMs);
  if (claim === undefined) {
    return 'Already received: it is being worked on. If nothing changes, click again in a few seconds.';
  }
  try {
    const by = world.people[click.user];
    // The journal's head is read while the directory is asked: a person waits.
    const [vouched, { head }] = await Promise.all([
      by === undefined ? unasked : world.vouch(click),
      world.journal.read(world.watch.name),
    ]);
    if (vouched.is === 'unsure') return unchecked(vouched.why);
    const { facts } = await learnFrom(click, { by, vouched, head }, world);
    const { final, text } = outcomeOf(facts, click, world.watch);
    if (final) await memory.put(`${key}/done`, 'done', onceMs);
    return text;
  } finally {
    await claim.release();
  }
}

/** Of somebody whom the file does not know, nobody is asked. */
const unasked: Vouched = { is: 'member' };

function unchecked(why: string): string {
  return `Not taken: farwatch could not check who you are (${why}). Please click again.`;
}

interface Clicker {
  readonly by: Person | undefined;
  readonly vouched: Vouched;
  readonly head: Head;
}

async function learnFrom(
  click: Click,
  { by, vouched, head }: Clicker,
  world: AnswerWorld,
): Promise<Learned> {
  const { via } = click;
  const turnAway = (who: string, why: string) =>
    learn([{ kind: 'turnedAway', by: who, why, via }], world, world);
  if (by === undefined) return await turnAway(click.name, 'not one of the people of this watch');
  if (vouched.is !== 'member') return await turnAway(by, vouched.why);
  if (click.watch !== world.watch.name) throw new Error(`a click on ${click.watch} came here`);
  if (isOfThePast(click, head)) {
    const why = `that card is of incident ${click.incident}; this is incident ${head.incident}`;
    return await turnAway(by, why);
  }
  return await learn([await signalOf(click, by, world)], world, world);
}

/** A wish is about what serves now, not about its card; but the way back is that of the move it tells of. */
function isOfThePast(click: Click, { incident }: Head): boolean {
  if (click.kind === 'wish' && (click.move !== 'back' || click.incident === undefined))
    return false;
  return click.incident !== incident;
}

async function signalOf(click: Click, by: Person, world: AnswerWorld): Promise<Signal> {
  const { via } = click;
  if (click.kind === 'order') {
    const { order, step, why } = click;
    return { kind: 'ordered', order, by, via, why, ...(step === undefined ? {} : { step }) };
  }
  const picture = await world.look();
  const at = world.clock.now();
  if (click.kind === 'wish') {
    const { move, services, why, byHand, from } = click;
    const wished = { kind: 'wished', move, services, by, via, why, at, picture } as const;
    return { ...wished, ...(byHand && { byHand }), ...(from && { from }) };
  }
  const { digest, offer, yes, word } = click;
  const approval = {
    watch: world.watch.name,
    incident: click.incident,
    digest,
    offer,
    by,
    via,
    at,
  };
  const seal = await world.seals.seal(approvalText({ ...approval, despite: word }));
  const typed = word === undefined ? {} : { word };
  return { kind: 'answered', yes, by, digest, offer, via, at, seal, picture, ...typed };
}

function onceKey(click: Click): string {
  const { via, user, watch, incident } = click;
  return ['click', watch, incident ?? 'any', via, user, ...actionOf(click)].join('/');
}

function actionOf(click: Click): readonly (string | number)[] {
  switch (click.kind) {
    case 'answer':
      return [click.offer, click.digest, click.yes ? 'yes' : 'no', click.word ?? ''];
    case 'order':
      return [click.nonce, click.order, click.step ?? ''];
    case 'wish':
      return [click.nonce, click.move, click.from ?? '', ...click.services];
    default:
      return never(click);
  }
}
