/** Turns an authenticated click into a sealed fact, and tells the person what became of it. */

import { approvalText } from '../../core/approval.ts';
import type { Click } from '../../core/click.ts';
import type { Rulebook } from '../../core/decide.ts';
import { type Learned, type LearnWorld, learn } from '../../core/learn.ts';
import { lease } from '../../core/lease.ts';
import type { Person } from '../../core/names.ts';
import type { Picture } from '../../core/picture.ts';
import type { Memory, Seals } from '../../core/ports.ts';
import type { Signal } from '../../core/signal.ts';
import { outcomeOf } from './outcome.ts';

export interface AnswerWorld extends LearnWorld, Rulebook {
  /** Whom each door knows: the user id of the door to the person of the file. */
  readonly people: Readonly<Record<string, Person>>;
  readonly memory: Memory;
  readonly seals: Seals;
  /** Both sides, judged now. */
  look(): Promise<Picture>;
}

/**
 * Two clicks within this time are one click; one that may be made again is free at once. Short, so
 * that the click of an invocation that died is not lost for long.
 */
const onceMs = 60_000;

/**
 * Resolves with one line for the person. Rejects when seals, journal or sight failed: then nothing
 * was taken, and the same click may be made again.
 */
export async function answer(click: Click, world: AnswerWorld): Promise<string> {
  const claim = await lease(world.memory, onceKey(click), onceMs);
  if (claim === undefined) return 'Already received: your first click counts.';
  let over = false;
  try {
    const { facts } = await learnFrom(click, world);
    const outcome = outcomeOf(facts, click, world.watch);
    over = outcome.final;
    return outcome.text;
  } finally {
    if (!over) await claim.release();
  }
}

async function learnFrom(click: Click, world: AnswerWorld): Promise<Learned> {
  const by = world.people[click.user];
  const { via } = click;
  if (by === undefined) {
    const why = 'not one of the people of this watch';
    return await learn([{ kind: 'turnedAway', by: click.name, why, via }], world, world);
  }
  if (click.watch !== world.watch.name) throw new Error(`a click on ${click.watch} came here`);
  const { head } = await world.journal.read(world.watch.name);
  if (head.incident !== click.incident) {
    const why = `that card is of incident ${click.incident}; this is incident ${head.incident}`;
    return await learn([{ kind: 'turnedAway', by, why, via }], world, world);
  }
  return await learn([await signalOf(click, by, world)], world, world);
}

async function signalOf(click: Click, by: Person, world: AnswerWorld): Promise<Signal> {
  const { via } = click;
  if (click.kind === 'order') {
    const { order, step, why } = click;
    return { kind: 'ordered', order, by, via, why, ...(step === undefined ? {} : { step }) };
  }
  const { digest, offer, yes, word } = click;
  const picture = await world.look();
  const at = world.clock.now();
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
  const action =
    click.kind === 'answer'
      ? [click.offer, click.digest, click.yes ? 'yes' : 'no', click.word ?? '']
      : [click.nonce, click.order, click.step ?? ''];
  return ['click', watch, incident, via, user, ...action].join('/');
}
