/** A stage for telling: a story with its journal, and a room, a pager and a memory in literals. */

import type { Card, CardCursor } from '../../core/card.ts';
import type { Entry } from '../../core/chronicle.ts';
import { headOf, link } from '../../core/chronicle.ts';
import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Chat, Clock, Journal, Memory, Pager } from '../../core/ports.ts';
import { Busy, Trouble } from '../../core/trouble.ts';
import { tell } from '../../lambdas/tell/tell.ts';
import { at, type Story, watch } from '../build.ts';

export function memoryOf(kept: Map<string, string> = new Map()): Memory {
  return {
    get: async (key) => kept.get(key),
    put: async (key, value) => void kept.set(key, value),
    claim: async (key, value) => {
      if (kept.has(key)) return 'taken';
      kept.set(key, value);
      return 'kept';
    },
  };
}

/** One entry for each fact; the open incident only, as a journal gives it. */
export function journalOf(facts: Fact[]): Journal {
  const read = async () => entriesOf(incidentsIn(facts).at(-1) ?? []);
  return {
    read,
    incident: async (_, number) => {
      const its = incidentsIn(facts).find((one) => replay(one).number === number);
      return entriesOf(its ?? []).entries;
    },
    append: async (_, head, more) => {
      const now = await read();
      if (now.head.incident !== head.incident || now.head.seq !== head.seq) return 'lost';
      facts.push(...more);
      return 'kept';
    },
  };
}

function incidentsIn(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const begins = facts.flatMap(({ kind }, at) => (at === 0 || kind === 'opened' ? [at] : []));
  return begins.map((from, nth) => facts.slice(from, begins[nth + 1]));
}

function entriesOf(facts: readonly Fact[]) {
  const entries: Entry[] = [];
  let head = { incident: 1, seq: 0, hash: '' };
  for (const fact of facts) {
    const entry = link(watch.name, head, [fact], (text) => `${text.length}`);
    entries.push(entry);
    head = headOf(entry);
  }
  return { entries, head };
}

/** What a stage shows after the facts: the room and the pager, as people would meet them. */
export class Stage {
  readonly cards = new Map<string, Card>();
  readonly said: string[] = [];
  readonly rung: string[] = [];
  readonly edits: string[] = [];
  kept = new Map<string, string>();
  /** What was named in the room, and where it stands. */
  readonly marks = new Map<string, string>();
  deaf = false;
  /** It hears, and its answer is lost on the way. */
  mute = false;
  /** What is over cannot be read. */
  forgetful = false;
  /** It asks to be left alone for so long. */
  busyMs: number | undefined;
  /** How many more lines it hears before it turns deaf. */
  patience = Number.POSITIVE_INFINITY;
  pagerDead = false;
  /** It hears, and its answer is lost on the way. */
  pagerMute = false;
  now = 0;
  readonly story: Story;

  constructor(story: Story) {
    this.story = story;
  }

  async tell(ms: number): Promise<string> {
    this.now = ms;
    const { watch: file, digest } = this.story.rules;
    const clock: Clock = {
      now: () => at(this.now),
      sleep: async () => undefined,
      after: () => ({ signal: new AbortController().signal, cancel: () => undefined }),
    };
    const world = { chat: this.chat(), pager: this.pager(), memory: memoryOf(this.kept) };
    const kept = journalOf(this.story.facts);
    const journal: Journal = {
      ...kept,
      incident: async (...which) => {
        if (this.forgetful) throw new Error('the past is damaged');
        return await kept.incident(...which);
      },
    };
    return await tell(file, { ...world, journal, clock, digest }).catch((error: unknown) =>
      error instanceof Trouble ? error.message : Promise.reject(error),
    );
  }

  private chat(): Chat {
    const heard = () => {
      if (this.deaf) throw new Error('Slack is down');
      const told = { message: 'Slack asks us to wait', next: '' };
      if (this.busyMs !== undefined) throw new Busy(this.busyMs, told);
    };
    return {
      post: async (card, mark) => {
        heard();
        const id = `m${this.cards.size + 1}`;
        this.cards.set(id, card);
        this.marks.set(mark, id);
        this.answered();
        return { channel: 'C1', id };
      },
      update: async ({ id }: CardCursor, card) => {
        heard();
        if (!this.cards.has(id)) throw new Trouble('card-gone', { message: 'gone', next: '' });
        this.cards.set(id, card);
        this.edits.push(id);
        this.answered();
      },
      reply: async ({ id }, text, mark) => {
        heard();
        if (this.patience === 0) throw new Error('Slack is down');
        this.patience -= 1;
        this.said.push(`${id}: ${text}`);
        this.marks.set(mark, `${id}.${this.said.length}`);
        this.answered();
      },
      find: async (mark) => {
        heard();
        const id = this.marks.get(mark);
        return id === undefined ? undefined : { channel: 'C1', id };
      },
    };
  }

  private answered(): void {
    if (this.mute) throw new Error('Slack did not answer');
  }

  private pager(): Pager {
    const note = async (line: string) => {
      if (this.pagerDead) throw new Error('the pager is down');
      this.rung.push(line);
      if (this.pagerMute) throw new Error('the pager did not answer');
    };
    return {
      ring: (key) => note(`ring ${key}`),
      acknowledge: (key, by) => note(`acknowledge ${key} ${by}`),
      resolve: (key) => note(`resolve ${key}`),
    };
  }
}
