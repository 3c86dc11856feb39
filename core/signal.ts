/** What the world may tell an incident. */

import type { HandSteps } from './by-hand.ts';
import type { CardCursor } from './card.ts';
import type { Order } from './fact.ts';
import type { FileTaken, Mandate } from './mandate.ts';
import type { Digest, Instant, Person, Run, ServiceName, Side, StepName } from './names.ts';
import type { Picture } from './picture.ts';
import type { Asked, Standing, Target } from './plan.ts';

export type Signal = Readonly<
  | { kind: 'judged'; picture: Picture }
  /** A card for this offer is in the room. */
  | { kind: 'asked'; offer: number; cursor: CardCursor }
  | {
      kind: 'answered';
      yes: boolean;
      by: Person;
      digest: Digest;
      offer: number;
      via: string;
      at: Instant;
      /** The answer function's mark over `approvalText`. */
      seal: string;
      /** Typed by one who was told that the judges could not confirm. */
      word?: string;
      /** Both sides, judged again at the click. */
      picture: Picture;
    }
  /** A person asks for a move though nothing is lost; `services` none: all that it can be about. */
  | {
      kind: 'wished';
      move: Asked;
      services: readonly ServiceName[];
      by: Person;
      via: string;
      why: string;
      at: Instant;
      /** The side that shall be left, where either may be: both serve. */
      from?: Side;
      /** The very steps that are asked for, where a person has changed them. */
      byHand?: HandSteps;
      /** Both sides, judged at that moment. */
      picture: Picture;
    }
  | { kind: 'ordered'; order: Order; step?: StepName; by: Person; via: string; why: string }
  /** Somebody we do not know, or an answer that could not be read. */
  | { kind: 'turnedAway'; by: string; why: string; via: string }
  | {
      kind: 'preflighted';
      standings: Readonly<Record<StepName, Standing>>;
      picture: Picture;
    }
  | {
      kind: 'inspected';
      step: StepName;
      standing: Standing;
      /** Where it is to do: how the fences stand that were proven before it. */
      fences?: Readonly<Record<StepName, Standing>>;
      run: Run;
      picture: Picture;
    }
  /** What its kind says that the step must reach. */
  | { kind: 'fixed'; step: StepName; target: Target }
  | { kind: 'applied'; step: StepName; run: Run }
  | {
      kind: 'failed';
      step: StepName;
      run: Run;
      sent: 'no' | 'maybe';
      why: string;
      retryAfterMs?: number;
    }
  /** The watch file that is published now. */
  | { kind: 'published'; file: FileTaken; mandate: Mandate }
  /** The kill switch was set by a person. */
  | { kind: 'pulled'; by: Person; why: string; via: string; mark: string }
  /** It was released; `of`: the stop that this journal knew of then. */
  | { kind: 'released'; by: Person; why: string; via: string; of: string | undefined }
  /** The kill switch is on or unreadable, or the approval bears no valid seal. */
  | { kind: 'stopped'; why: string }
>;

export type Told<K extends Signal['kind']> = Extract<Signal, { kind: K }>;
