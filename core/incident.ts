/** The life of one incident: the state that its facts add up to. */

import type { CardCursor } from './card.ts';
import type { Approval, Offer, Outcome, Seen, Stop, Wish } from './fact.ts';
import type { Adopted } from './mandate.ts';
import type { Instant, Person, Run, ServiceName, Serving, Side, StepName } from './names.ts';
import type { Parting } from './parting.ts';
import type { Condition } from './picture.ts';
import type { Plan, Target } from './plan.ts';

/** True in every stage. */
export interface Standpoint {
  readonly number: number;
  readonly conditions: readonly Condition[];
  /** Where each service was last proven to serve from; advice, not truth. */
  readonly active: Readonly<Record<ServiceName, Serving>>;
  readonly quietUntil: Instant | undefined;
  /** The last stop of the kill switch, unless it was lifted. */
  readonly stopped: Stop | undefined;
  /** The watch file that came into force last; undefined where none was ever published. */
  readonly adopted: Adopted | undefined;
  /** What the last move of the traffic alone has parted; undefined where there was none. */
  readonly parting: Parting | undefined;
}

/** A confirmed outage: what is known about it, offered or not. */
export interface Outage {
  readonly side: Side;
  readonly services: readonly ServiceName[];
  readonly seen: readonly Seen[];
  readonly layers: readonly string[];
  readonly since: Instant;
}

/** Why people are asked about a move: something is lost, or somebody wishes it. */
export type Cause = Readonly<{ is: 'outage'; outage: Outage } | { is: 'wish'; wish: Wish }>;

/** A hand on a step: until it grows old only this run may touch Azure. */
export interface Claim {
  readonly run: Run;
  readonly until: Instant;
}

/** What the journal knows of one step; where it really stands, only Azure can tell. */
export interface StepState {
  readonly is: 'open' | 'done' | 'owed' | 'settled' | 'skipped';
  readonly tries: number;
  readonly claim: Claim | undefined;
  /** Whether the claim's holder has already sent its apply. */
  readonly sent: boolean;
  /** No new claim before then: Azure's settling time, a Retry-After, or a pause after a failure. */
  readonly notBefore: Instant | undefined;
  /** Since when it has neither been inspected nor applied with success. */
  readonly failedSince: Instant | undefined;
  readonly why: string | undefined;
  readonly progress: { readonly done: number; readonly of: number } | undefined;
  /** What it is to reach, where that is fixed during the move; never another once it is fixed. */
  readonly target: Target | undefined;
  /** When its time began: its phase, or the last order about it. */
  readonly since: Instant;
  readonly doneAt: Instant | undefined;
}

export interface Carrying {
  readonly cause: Cause;
  readonly plan: Plan;
  readonly approval: Approval;
  readonly preflighted: boolean;
  /** The first claim was kept: from here on Azure may have changed. */
  readonly begun: boolean;
  readonly steps: Readonly<Record<StepName, StepState>>;
  /** Ordered by a person although the source is back or the target doubted, for these steps. */
  readonly proceed: readonly StepName[];
  readonly movedAt: Instant | undefined;
  readonly sourceBackAt: Instant | undefined;
  /** A person takes it upon themselves that documents arrive, whatever the test of the chain says. */
  readonly withoutChain?: true;
  readonly cursor: CardCursor | undefined;
}

export type Moving = Standpoint & Carrying & { readonly stage: 'moving' };
export type Held = Standpoint &
  Carrying & {
    readonly stage: 'held';
    readonly step: StepName | undefined;
    readonly why: string;
    readonly chainOnly?: true;
  };
export type Settling = Standpoint & Carrying & { readonly stage: 'settling' };

/** What is put to people, and what they said. */
interface Asking {
  /** The standing offer, if any. */
  readonly offer: Offer | undefined;
  readonly offers: number;
  readonly asked: boolean;
  readonly cursor: CardCursor | undefined;
  /** Why no move is offered, as last told. */
  readonly notOffered: readonly string[] | undefined;
  /** A decline rests until the verdict worsens or a person asks. */
  readonly declined: { readonly by: Person; readonly services: readonly ServiceName[] } | undefined;
  readonly doubt:
    | { readonly by: Person; readonly digest: string; readonly word: string }
    | undefined;
}

export type Confirmed = Standpoint &
  Asking & { readonly stage: 'confirmed'; readonly outage: Outage };
/** A wish has one offer, and ends with it. */
export type Wished = Standpoint & Asking & { readonly stage: 'wished'; readonly wish: Wish };

/** One stage, one shape: a field exists only while it means something. */
export type Incident =
  | (Standpoint & { readonly stage: 'calm' })
  | (Standpoint & {
      readonly stage: 'suspected';
      readonly side: Side;
      /** What was seen failing: the suspicion ends when all of it is up again. */
      readonly services: readonly ServiceName[];
      readonly since: Instant;
    })
  | Confirmed
  | Wished
  | Moving
  | Held
  | Settling
  | (Standpoint & {
      readonly stage: 'over';
      readonly outcome: Outcome;
      readonly at: Instant;
      readonly cursor: CardCursor | undefined;
      /** The way back that is asked for next. */
      readonly back?: Wish;
    });

export type Stage = Incident['stage'];
