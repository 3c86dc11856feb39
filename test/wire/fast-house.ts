/** A house on the wire with rounds of two seconds, and eyes on all that people of it see. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Watch } from '../../core/watch.ts';
import type { Page } from '../../lab/estate/pager.ts';
import type { Message } from '../../lab/estate/slack-room.ts';
import { type OnWire, openOnWire } from '../../lab/play/on-wire.ts';
import { example } from '../bench/example.ts';

/** A request as it came over the wire to the door for clicks. */
export interface Knock {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FastHouse {
  readonly theatre: OnWire;
  readonly watch: Watch;
  /** Every text that the card has had, in order. */
  readonly drawings: readonly string[];
  /** `ringing orders/1/offer-1`, whenever the pager changed. */
  readonly rings: readonly string[];
  /** What Slack sent to our door. */
  readonly knocks: readonly Knock[];
  /** Resolves with the first fact of that kind; rejects when it is too late. */
  until<K extends Fact['kind']>(kind: K): Promise<FactOf<K>>;
  /** Resolves when people see the question about the region as a whole. */
  untilAsked(): Promise<void>;
  close(): Promise<void>;
}

const { estate, watch: usual } = example();

/** The judging of the example at a pace that a test can wait for. */
const watch: Watch = {
  ...usual,
  policy: { ...usual.policy, roundMs: 2_000, timeoutMs: 4_000, reaskMs: 300, freshMs: 16_000 },
};

const patienceMs = 60_000;

export async function openFastHouse(seed: string): Promise<FastHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-house-'));
  const options = { folder, seed, lagMs: eventLoopLag() };
  const theatre = await openOnWire(estate, watch, options);
  const { lab, facts } = theatre;
  const drawings = drawingsOf(theatre);
  const rings = ringsOf(theatre);
  const tap = tapOn(lab.clicksPort);
  return {
    theatre,
    watch,
    drawings,
    rings,
    knocks: tap.knocks,
    until: (kind) =>
      within(theatre, kind, async () =>
        facts().find((fact): fact is FactOf<typeof kind> => fact.kind === kind),
      ),
    // One service may fail a round before the others: then that one is offered first.
    untilAsked: () =>
      within(theatre, 'question about all', async () => {
        const incident = await theatre.incident();
        const isAsked = incident.stage === 'confirmed' && incident.asked;
        return isAsked && incident.offer?.plans.length === 1 ? true : undefined;
      }).then(() => undefined),
    async close() {
      tap.remove();
      await theatre.close();
      // What a hung peer held up may still write its last word.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function within<T>(
  { clock, facts, troubles }: OnWire,
  what: string,
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (const deadline = clock.now() + patienceMs; clock.now() < deadline; ) {
    const found = await look();
    if (found !== undefined) return found;
    await clock.sleep(50);
  }
  const told = facts().map(({ kind }) => kind);
  throw new Error(`no ${what}, but ${told.join(', ')}; troubles: ${troubles.join('; ')}`);
}

/** Neither a line below a card nor a notice of conditions. */
export function isCard({ thread, text, blocks }: Message): boolean {
  const isNotice = JSON.stringify(blocks).includes('for your information');
  return thread === undefined && !isNotice && !text.includes('nothing is the matter');
}

function drawingsOf({ lab }: OnWire): readonly string[] {
  const drawings: string[] = [];
  lab.room.room.onChange(() => {
    const card = lab.room.messages().find(isCard);
    if (card !== undefined && card.text !== drawings.at(-1)) drawings.push(card.text);
  });
  return drawings;
}

function ringsOf({ lab }: OnWire): readonly string[] {
  const rings: string[] = [];
  const was = new Map<string, Page['is']>();
  lab.pager.onChange(() => {
    for (const { key, is } of lab.pager.pages()) {
      if (was.get(key) !== is) rings.push(`${is} ${key}`);
      was.set(key, is);
    }
  });
  return rings;
}

/** Listens to what is sent to one port, and changes nothing of it. */
function tapOn(port: number): { readonly knocks: readonly Knock[]; remove(): void } {
  const knocks: Knock[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = String(input);
    if (new URL(url).port === String(port)) {
      const headers = Object.fromEntries(new Headers(init?.headers));
      knocks.push({ url, body: String(init?.body), headers });
    }
    return real(input, init);
  };
  return {
    knocks,
    remove: () => {
      globalThis.fetch = real;
    },
  };
}
