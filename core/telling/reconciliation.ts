/** What a move left behind, for whoever cleans up after it: as its facts tell it, and as Azure does. */

import { ahead, type Bounds } from '../control-numbers.ts';
import type { Instant, Region, ServiceName, StepName, WatchName } from '../names.ts';
import type { PeekedMessage } from '../net.ts';

/** What was asked of Azure: what could not be read is not known, and never nothing. */
export type Read<T> = Readonly<{ is: 'read'; found: T } | { is: 'unsure'; why: string }>;

/** Without an end it goes on. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant | undefined;
}

/** A run of a workflow. */
export interface RunSeen {
  readonly workflow: string;
  readonly run: string;
  readonly status: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | undefined;
  readonly trackingId: string | undefined;
  /** The trigger that began it, where ARM names one. */
  readonly trigger: string | undefined;
}

export interface AbandonedRun extends RunSeen {
  /** A command to run it again, or why there is none. */
  readonly resubmit: Readonly<{ is: 'command'; command: string } | { is: 'none'; why: string }>;
}

/** Of one workflow on the side that was left; of a whole service where not even they could be listed. */
export interface AbandonedRuns {
  readonly service: ServiceName;
  readonly of: string;
  readonly runs: Read<readonly AbandonedRun[]>;
}

/** Of one queue or subscription that is not empty. */
export interface EntityLeft {
  readonly entity: string;
  readonly active: number;
  readonly scheduled: number;
  readonly deadLettered: number;
  /** Some of them, the oldest first. */
  readonly messages: Read<readonly PeekedMessage[]>;
}

export interface MessagesLeft {
  readonly service: ServiceName;
  readonly namespace: string;
  readonly entities: Read<readonly EntityLeft[]>;
}

/** Both sides may have run. */
export interface Overlap extends Span {
  readonly service: ServiceName;
  readonly step: StepName;
}

/** A client tracking id that runs of both sides bear. */
export interface Twice {
  readonly trackingId: string;
  readonly left: RunSeen;
  readonly serving: RunSeen;
}

export interface SeenTwice {
  readonly overlap: Overlap;
  readonly runs: Read<readonly Twice[]>;
}

/** One control number of one agreement. */
export interface NumberSkipped {
  readonly service: ServiceName;
  /** `acme-Icn`; the agreement is the partner. Empty where none could be told apart. */
  readonly session: string;
  /** The last that the side that was left has given out. */
  readonly last: Read<number>;
  /** What the other side goes on from, as the move fixed it. */
  readonly raisedTo: number | undefined;
  readonly skipped: Read<Skipped>;
}

/** What an account received that the one which goes on does not know. */
export interface ReceivedThere {
  readonly service: ServiceName;
  /** The one that goes on. */
  readonly account: string;
  /** By agreement, with its protocol: `X12 acme`. Of AS2 nothing can be told. */
  readonly interchanges: Read<
    readonly { readonly agreement: string; readonly numbers: readonly string[] }[]
  >;
}

export interface Skipped {
  readonly count: number;
  /** Both ends are among them; two ranges where the numbers begin again. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

export interface Reconciliation {
  readonly watch: WatchName;
  readonly incident: number;
  /** "Move orders-bus and order-api to northeurope (forced)". */
  readonly title: string;
  readonly services: readonly ServiceName[];
  readonly from: Region;
  readonly to: Region;
  readonly movedAt: Instant | undefined;
  /** From the first failure, or the wish, until no step of it stood between the two sides any more. */
  readonly window: Span;
  /** How long before that a run may have begun to be found when it has ended since. */
  readonly beforeMs: number;
  /** When Azure was asked. */
  readonly at: Instant;
  readonly runs: readonly AbandonedRuns[];
  readonly messages: readonly MessagesLeft[];
  readonly twice: readonly SeenTwice[];
  readonly numbers: readonly NumberSkipped[];
  readonly received: readonly ReceivedThere[];
}

const notOver: readonly string[] = ['Running', 'Waiting'];
const illEnds: readonly string[] = ['Aborted', 'Cancelled', 'Failed', 'TimedOut'];
export const abandonedStatuses: readonly string[] = [...notOver, ...illEnds];

/** Under way at the first failure or begun since then, and not over, or not over well. */
export function isAbandoned({ status, startedAt, endedAt }: RunSeen, window: Span): boolean {
  if (window.until !== undefined && startedAt > window.until) return false;
  if (notOver.includes(status)) return true;
  return illEnds.includes(status) && (endedAt ?? startedAt) >= window.from;
}

/** Ids that runs of both sides bear, in the order in which they came to the side that was left. */
export function seenTwice(left: readonly RunSeen[], serving: readonly RunSeen[]): readonly Twice[] {
  const there = new Map(serving.flatMap((run) => idOf(run).map((id) => [id, run] as const)));
  return left
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .flatMap((run) =>
      idOf(run).flatMap((trackingId) => {
        const other = there.get(trackingId);
        return other === undefined ? [] : [{ trackingId, left: run, serving: other }];
      }),
    );
}

function idOf({ trackingId }: RunSeen): readonly string[] {
  return trackingId === undefined ? [] : [trackingId];
}

/** What lies between the last number given out on one side and the first one on the other. */
export function skippedBetween(last: number, raisedTo: number, bounds: Bounds): Read<Skipped> {
  const count = ahead(raisedTo, last, bounds);
  if (count <= 0) {
    const why = `it says ${last}, which is not behind ${raisedTo}: it went on to send, or that was copied there since`;
    return { is: 'unsure', why };
  }
  const first = last + 1;
  if (raisedTo > last) return { is: 'read', found: { count, ranges: [[first, raisedTo]] } };
  const untilEnd = first <= bounds.upper ? [[first, bounds.upper] as const] : [];
  return { is: 'read', found: { count, ranges: [...untilEnd, [bounds.lower, raisedTo]] } };
}

/** Everything that could not be read, as sentences. */
export function unreadIn(told: Reconciliation): readonly string[] {
  const { runs, messages, twice, numbers, received } = told;
  const why = (what: string, read: Read<unknown>) =>
    read.is === 'unsure' ? [`${what}: ${read.why}`] : [];
  return [
    ...runs.flatMap((one) => why(`runs of ${one.of} (${one.service})`, one.runs)),
    ...messages.flatMap(({ namespace, entities }) =>
      entities.is === 'unsure'
        ? why(`messages in ${namespace}`, entities)
        : entities.found.flatMap(({ entity, messages: ids }) =>
            why(`ids of messages in ${namespace}/${entity}`, ids),
          ),
    ),
    ...twice.flatMap(({ overlap, runs: of }) =>
      why(`runs of both sides of ${overlap.service}`, of),
    ),
    ...numbers.flatMap(({ service, session, skipped }) =>
      why(`numbers skipped of ${session === '' ? service : session}`, skipped),
    ),
    ...received.flatMap(({ service, interchanges }) =>
      why(`interchanges received by ${service}`, interchanges),
    ),
  ];
}
