/** What has happened, in the past tense: immutable, and the only thing ever written to a journal. */

import type { CardCursor } from './card.ts';
import type { Adopted, Change, FileTaken, Mandate } from './mandate.ts';
import type {
  Digest,
  Instant,
  Person,
  Run,
  ServiceName,
  Serving,
  Side,
  StepName,
} from './names.ts';
import type { Parting } from './parting.ts';
import type { Condition, Is } from './picture.ts';
import type { Plan, Target, WishedMove } from './plan.ts';
import type { Staked } from './stakes.ts';

/** One service's verdict in words and votes, small enough to keep. */
export interface Seen {
  readonly service: ServiceName;
  readonly side: Side;
  readonly is: Is;
  /** When the oldest of the failing streaks began: since when it has been down, as far as seen. */
  readonly since: Instant;
  /** "3 of 3 vantages" as data. */
  readonly votes: number;
  readonly of: number;
  /** One line for each vantage that says so: "eu-north-1: connect: timed out after 10 s". */
  readonly why: readonly string[];
}

/** What was put to people. */
export interface Offer {
  /** Counts within the incident; a click names it, so that a click on an older card is late. */
  readonly number: number;
  /** The smallest set that can move, then the whole region. */
  readonly plans: readonly Plan[];
  readonly until: Instant;
  readonly approvers: readonly Person[];
  /** What readiness says of it, as sentences; absent where nobody looks after readiness. */
  readonly readiness?: readonly string[];
  /** What was measured of what the move may lose or leave behind. */
  readonly stakes?: readonly Staked[];
}

/** A person's yes, as the answer function verified and sealed it. */
export interface Approval {
  readonly by: Person;
  readonly digest: Digest;
  readonly offer: number;
  /** `slack`, `terminal`, `lab`: the door it came in by. */
  readonly via: string;
  readonly at: Instant;
  /** The typed word of one who approved although the judges could not confirm. */
  readonly despite?: string;
  readonly seal: string;
}

/** What a person asked for, though nothing is lost: the card and the report say who and why. */
export interface Wish {
  readonly move: WishedMove;
  /** Where they serve from now. */
  readonly from: Side;
  readonly services: readonly ServiceName[];
  readonly by: Person;
  readonly why: string;
  /** The door it came in by. */
  readonly via: string;
  readonly at: Instant;
  /** The plan of the held move that is to be taken back. */
  readonly undoes?: Digest;
  /** They brought the plan along, changed by hand. */
  readonly byHand?: true;
}

/** The kill switch, set by a person: nothing is changed in Azure until it is lifted. */
export interface Stop {
  readonly by: Person;
  readonly why: string;
  /** The door it came in by. */
  readonly via: string;
  readonly at: Instant;
  /** Tells it from every other stop. */
  readonly mark: string;
}

/**
 * `superseded`: a person published a new watch file in spite of it. `withdrawn`: a move that somebody
 * wished for was not approved, or could not be made any more.
 */
export type Outcome = 'cleared' | 'moved' | 'abandoned' | 'superseded' | 'withdrawn';

/** What a person may order: `ask` to be asked again, the others of a held move. */
export type Order = 'ask' | 'retry' | 'settled' | 'skip' | 'proceed' | 'abandon';

export type Fact = Readonly<
  { at: Instant } & (
    | {
        kind: 'opened';
        incident: number;
        /** Conditions still going on, carried over so that they are not told twice. */
        conditions: readonly Condition[];
        /** Where each service was last proven to serve from. */
        active: Readonly<Record<ServiceName, Serving>>;
        quietUntil: Instant | undefined;
        /** A stop that still stands. */
        stopped?: Stop;
        /** The watch file that is in force. */
        adopted?: Adopted;
        /** What the last move of the traffic alone has parted. */
        parting?: Parting;
      }
    /** A watch file came into force; `changes` against the one before, whose digest is `before`. */
    | {
        kind: 'adopted';
        file: FileTaken;
        before?: string;
        mandate: Mandate;
        changes: readonly Change[];
      }
    | { kind: 'noticed'; condition: Condition }
    | { kind: 'ceased'; key: string }
    | { kind: 'suspected'; side: Side; seen: readonly Seen[] }
    | {
        kind: 'confirmed';
        side: Side;
        services: readonly ServiceName[];
        seen: readonly Seen[];
        /** The verdict by layer, as sentences. */
        layers: readonly string[];
      }
    /** The outage grew: more services, or more of the region. */
    | {
        kind: 'worsened';
        services: readonly ServiceName[];
        seen: readonly Seen[];
        layers: readonly string[];
      }
    | { kind: 'cleared' }
    /** A person asked for a move that could be offered then; its offer follows. */
    | { kind: 'wished'; wish: Wish }
    /** A confirmed outage for which no move is offered, and why not; again when the reasons change. */
    | { kind: 'notOffered'; why: readonly string[]; readiness?: readonly string[] }
    | { kind: 'offered'; offer: Offer }
    | { kind: 'asked'; offer: number; cursor: CardCursor }
    | { kind: 'lapsed'; offer: number }
    | { kind: 'voided'; offer: number; why: string }
    | { kind: 'declined'; by: Person; offer: number; via: string }
    /** An answer that changed nothing, and why; told to the one who gave it. */
    | { kind: 'refused'; by: string; why: string; via: string }
    /** The judges could not confirm at the click: asked again, with a word to type. */
    | { kind: 'doubted'; by: Person; digest: Digest; offer: number; why: string; word: string }
    | { kind: 'approved'; approval: Approval; plan: Plan }
    | { kind: 'preflighted'; notes: readonly { readonly step: StepName; readonly why: string }[] }
    /** What the step is to reach from now on, whoever carries it out. Comes before its first claim. */
    | { kind: 'targetFixed'; step: StepName; target: Target }
    | { kind: 'stepTried'; step: StepName; run: Run; until: Instant }
    | { kind: 'stepApplied'; step: StepName; run: Run }
    | {
        kind: 'stepFailed';
        step: StepName;
        run: Run;
        sent: 'no' | 'maybe';
        why: string;
        retryAfterMs?: number;
      }
    /** It could not be inspected; kept once, so that the time of not knowing is measured. */
    | { kind: 'stepUnsure'; step: StepName; why: string }
    | { kind: 'stepProgressed'; step: StepName; done: number; of: number }
    | { kind: 'stepDone'; step: StepName }
    | { kind: 'stepOwed'; step: StepName; why: string }
    /** An owed step is done; `overlapMs` is how long both sides may have run. */
    | { kind: 'stepSettled'; step: StepName; overlapMs: number | undefined }
    | { kind: 'stepSkipped'; step: StepName; by: Person; why: string }
    /** A sign of life of the source region while steps are owed to it. */
    | { kind: 'sourceBack'; side: Side }
    /** `chainOnly`: all of it is seen where it belongs, and no test document has gone the whole way. */
    | { kind: 'held'; step: StepName | undefined; why: string; chainOnly?: true }
    | { kind: 'resumed'; by: Person; order: Order; step: StepName | undefined; why: string }
    /** Every step is done, owed or skipped; the proof is still to come. */
    | { kind: 'moved' }
    /** The quorum of vantages saw the public names land on the new side, after the last step. */
    | {
        kind: 'proven';
        active: Readonly<Record<ServiceName, Serving>>;
        /** What a test document has gone since the last step, where there is such a way. */
        gone?: readonly { readonly chain: ServiceName; readonly tookMs: number }[];
      }
    /** A person wants to be asked again, after a decline or in the quiet period after a move. */
    | { kind: 'acknowledged'; by: Person }
    /** Of every watch of the estate: the kill switch stops them all. */
    | { kind: 'stopped'; by: Person; why: string; via: string; mark: string }
    | { kind: 'lifted'; by: Person; why: string; via: string }
    | {
        kind: 'over';
        outcome: Outcome;
        quietUntil: Instant | undefined;
        /** Whoever stopped the move for good wishes to go back: the next incident asks for it. */
        back?: Wish;
      }
  )
>;

export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
