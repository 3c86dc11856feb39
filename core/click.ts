/** What a person did on a card, once a door has verified who they are and read what they meant. */

import type { HandSteps } from './by-hand.ts';
import type { Order } from './fact.ts';
import type { Digest, ServiceName, Side, StepName, WatchName } from './names.ts';
import type { Asked } from './plan.ts';

/**
 * What the directory behind a door says of a person at this moment. `why` completes "Not taken: ";
 * of `unsure` it says what failed: nothing is taken then, and nobody is turned away for it.
 */
export type Vouched = Readonly<
  { is: 'member' } | { is: 'refused'; why: string } | { is: 'unsure'; why: string }
>;

/** Who came, and by which door. */
export interface Knock {
  /** `slack`, `aws`, `terminal`, `lab`. */
  readonly via: string;
  /** The person as that door knows them, e.g. Slack's user id. */
  readonly user: string;
  /** For the one line that tells others of a refusal. */
  readonly name: string;
  /** Of the drawing that was clicked: two clicks on one drawing are one click. */
  readonly nonce: string;
}

export type Click = Knock &
  Readonly<{ watch: WatchName }> &
  Readonly<
    | {
        kind: 'answer';
        incident: number;
        yes: boolean;
        digest: Digest;
        offer: number;
        word?: string;
      }
    | { kind: 'order'; incident: number; order: Order; step?: StepName; why: string }
    /**
     * A move asked for though nothing is lost, or back from one that is held; no services: all that it
     * can be about. `incident`: of the card it came from, if any.
     */
    | {
        kind: 'wish';
        incident?: number;
        move: Asked;
        services: readonly ServiceName[];
        why: string;
        /** The side that shall be left, where both serve. */
        from?: Side;
        /** A plan that was changed by hand; no door but that of one's own machine takes one. */
        byHand?: HandSteps;
      }
  >;

/** A hand on the kill switch, which is one for all watches of an estate. */
export type Grip = Knock &
  Readonly<{
    /** Whose card it was, if any: told there when it is refused. */
    watch?: WatchName;
    why: string;
  }> &
  Readonly<
    | { kind: 'stop' }
    /** `of`: the mark of the stop that was seen; without it, whatever stands is lifted. */
    | { kind: 'lift'; of?: string }
  >;

export function isGrip(what: Click | Grip): what is Grip {
  return what.kind === 'stop' || what.kind === 'lift';
}
