/** What people are shown about one incident: plain data, drawn by each chat in its own way. */

import type { Order } from './fact.ts';
import type { Digest, Instant, StepName } from './names.ts';
import type { Asked } from './plan.ts';

/** Where a card stands, as its chat names it: for Slack, the channel and the message's `ts`. */
export interface CardCursor {
  readonly channel: string;
  readonly id: string;
}

export interface Card {
  /** The line that a phone shows: what is down, where, since when. */
  readonly headline: string;
  /** What is wanted of people now, and by when: the first thing to read below it. */
  readonly wanted?: string;
  readonly tone: 'calm' | 'news' | 'question' | 'moving' | 'held' | 'good';
  readonly watch: string;
  readonly incident: number;
  /** Paragraphs of what was seen: per service, from where, since when, at which phase. */
  readonly evidence: readonly string[];
  /** What answered all the same: "ARM up", "Entra up". */
  readonly layers: readonly string[];
  /** What stands in the way, what is ours, what else is going on. */
  readonly notes: readonly string[];
  /** Whether the moves would work, and when that was last checked; absent where nobody checks. */
  readonly readiness?: readonly string[];
  /** The moves a person may choose between, the smallest first. */
  readonly choices: readonly CardChoice[];
  /** The plan being carried out, step by step. */
  readonly progress: readonly CardStep[];
  /** What is asked of a person when a move is held. */
  readonly orders: readonly CardOrder[];
  /** Moves that may be asked for here, though nothing is lost. */
  readonly wishes?: readonly CardWish[];
  /** The kill switch, where a person may set or lift it here. */
  readonly brake?: CardBrake;
}

export interface CardWish {
  readonly move: Asked;
  readonly title: string;
}

/** `mark`: of the stop that would be lifted. */
export type CardBrake = Readonly<{ is: 'off' } | { is: 'on'; mark: string }>;

export interface CardChoice {
  readonly digest: Digest;
  /** The offer's number within its incident: a click on an older one is late. */
  readonly offer: number;
  readonly title: string;
  readonly steps: readonly CardStep[];
  /** How it differs from the drafted plan, where a person has changed it. */
  readonly byHand?: readonly string[];
  readonly approvers: readonly string[];
  readonly until: Instant;
  /** Set when the judges could not confirm at the click: the word to type to approve anyway. */
  readonly despite?: string;
}

export interface CardStep {
  readonly step: StepName;
  readonly title: string;
  readonly phase: string;
  readonly marks: readonly ('irreversible' | 'may be owed')[];
  readonly state:
    | 'planned'
    | 'waiting'
    | 'trying'
    | 'moving'
    | 'done'
    | 'owed'
    | 'skipped'
    | 'held';
  readonly detail?: string;
}

export interface CardOrder {
  readonly order: Order;
  readonly step: StepName | undefined;
  readonly title: string;
}
