/** What has truly happened in a story, as only its author can know: what promises are held against. */

import type { Click, Grip } from '../../core/click.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import { type Instant, later, type Run } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import type { Watch } from '../../core/watch.ts';
import type { Stage } from '../play/stage.ts';
import type { Fault, Place, Write } from '../world/azure.ts';

/** A fault as it was set; open until it is healed. */
export interface Broken {
  readonly place: Place;
  readonly fault: Fault;
  readonly from: Instant;
  until: Instant | undefined;
}

/** A request of ours to change Azure, at the moment it left. */
export interface Sent {
  readonly at: Instant;
  readonly run: Run;
  readonly resource: string;
}

/** A run of ours was told by Azure how workflows stand: a resource group, or one of them. */
export interface Read {
  readonly run: Run;
  /** When it was asked for. */
  readonly at: Instant;
  readonly resource: string;
  /** How many facts were written by then. */
  readonly facts: number;
}

/** The state of a workflow has taken effect. */
export interface Landing {
  readonly at: Instant;
  /** Lower-cased. */
  readonly id: string;
  readonly enabled: boolean;
}

/** What happens to be judged. The book is as it was just before. */
export type Event = Readonly<
  | { kind: 'kept'; fact: Fact }
  | { kind: 'sent'; sent: Sent }
  | { kind: 'written'; write: Write }
  /** Something that people see: a card, a line, a page. `why not` is for the promise to find out. */
  | { kind: 'shown'; what: Shown }
  | { kind: 'answered'; click: Click | Grip; text: string }
  /** The kill switch, as one of our processes left it. */
  | { kind: 'braked'; on: boolean }
  /** The story is at rest, or its time is over. */
  | { kind: 'ended'; rests: boolean }
>;

export type Shown = Readonly<
  { is: 'card'; text: string } | { is: 'line'; text: string } | { is: 'page'; key: string }
>;

export interface Book {
  readonly watch: Watch;
  readonly stage: Stage;
  /** Of the incident that is open, or was last. */
  readonly facts: readonly Fact[];
  /** Of all incidents. */
  readonly history: readonly Fact[];
  readonly writes: readonly Write[];
  /** Those of ours that enabled something while its fence was owed. */
  readonly unfenced: ReadonlySet<Write>;
  readonly reads: readonly Read[];
  /** From the beginning, when the workflows stood as the layout has them. */
  readonly landings: readonly Landing[];
  readonly looks: readonly Look[];
  readonly faults: readonly Broken[];
  readonly clicks: readonly { readonly at: Instant; readonly click: Click | Grip }[];
  readonly braked: readonly { readonly from: Instant; until: Instant | undefined }[];
  /** Since when nothing is broken any more. */
  readonly healedAt: Instant | undefined;
}

export function factsLike<K extends Fact['kind']>(
  facts: readonly Fact[],
  ...kinds: readonly K[]
): readonly FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => kinds.some((kind) => kind === fact.kind));
}

/** Faults at a place that were there at some time of the span. */
export function faultsDuring(
  { faults }: Pick<Book, 'faults'>,
  at: (place: Place) => boolean,
  from: Instant,
  until: Instant,
): readonly Broken[] {
  return faults.filter(
    (f) => at(f.place) && f.from <= until && (f.until === undefined || f.until >= from),
  );
}

/**
 * How long a fact may lag behind what it rests on: ports that dawdle, several in a row, and a
 * journal that was lost to a rival meanwhile.
 */
export const lagMsMax = 30_000;

/** What an answer given at `at` may still have been judged by. */
export function freshFrom({ watch }: Pick<Book, 'watch'>, at: Instant): Instant {
  return later(at, -(watch.policy.freshMs + lagMsMax));
}
