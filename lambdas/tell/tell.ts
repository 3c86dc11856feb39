/** Tells people what the journal holds: the only writer of cards, and the only one who rings. */

import { factsOf, type Head } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { LearnWorld } from '../../core/learn.ts';
import { lease } from '../../core/lease.ts';
import { later } from '../../core/names.ts';
import type { Chat, Digester, Memory, Pager } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { Late, punctual } from './punctual.ts';
import { tellPager } from './rings.ts';
import { tellChat } from './room.ts';

export interface TellWorld extends LearnWorld {
  readonly chat: Chat;
  readonly pager: Pager;
  readonly memory: Memory;
  readonly digest: Digester;
}

/** What is told from: the journal as just read, and nothing else. */
export interface Scene {
  readonly watch: Watch;
  readonly incident: Incident;
  readonly facts: readonly Fact[];
}

/** `again`: something is left to tell; call once more in a second or so. */
export type Telling = 'told' | 'again';

/** A card, its replies and its pages take seconds; a holder that died is not waited for longer. */
const leaseMs = 30_000;
/** The longest that one call to the room may take, with its second try. */
const callMsMax = 12_000;
/** What nobody comes back to for so long is looked through once more. */
const toldMs = 90 * 86_400_000;

/**
 * Tells what is new, each thing once. Chat and pager fail apart: both are tried, then one `Trouble`
 * names all that failed, and what was not told stays new. In `observe` nobody is told anything but
 * that a watch file came into force.
 */
export async function tell(watch: Watch, world: TellWorld): Promise<Telling> {
  const { clock, memory, journal } = world;
  const { head } = await journal.read(watch.name);
  // Nearly always nothing is new: then nobody is kept out, and no card is laid out.
  if ((await memory.get(toldKey(watch))) === spelled(head)) return 'told';
  const until = later(clock.now(), leaseMs - callMsMax);
  const held = await lease(memory, `tell/${watch.name}`, leaseMs);
  if (held === undefined) return 'again';
  const chat = punctual(world.chat, () => clock.now() < until);
  try {
    return await tellBoth(watch, { ...world, chat });
  } finally {
    await held.release();
  }
}

function toldKey({ name }: Watch): string {
  return `tell/${name}/upTo`;
}

function spelled({ incident, seq, hash }: Head): string {
  return `${incident} ${seq} ${hash}`;
}

async function tellBoth(watch: Watch, world: TellWorld): Promise<Telling> {
  const { entries, head } = await world.journal.read(watch.name);
  const facts = factsOf(entries);
  const scene = { watch, facts, incident: replay(facts) };
  const [chat, pager] = await Promise.allSettled([
    tellChat(scene, world),
    watch.mode === 'observe' ? undefined : tellPager(scene, world),
  ]);
  const late = chat.status === 'rejected' && chat.reason instanceof Late;
  if (late && pager.status === 'fulfilled') return 'again';
  if (chat.status === 'fulfilled' && pager.status === 'fulfilled') {
    if (chat.value === 'told') await world.memory.put(toldKey(watch), spelled(head), toldMs);
    return chat.value;
  }

  const failures = [chat, pager].flatMap((r) => (r.status === 'rejected' ? [r.reason] : []));
  throw new Trouble('untold', {
    message: `Cannot tell all about ${watch.name}: ${failures.map(wordsOf).join('; ')}`,
    next: 'Nothing is lost, the next call tells it. If this lasts, check the chat and the pager.',
    cause: failures.length === 1 ? failures[0] : new AggregateError(failures),
  });
}
