/** What a person did on a card, once a door has verified who they are and read what they meant. */

import type { Order } from './fact.ts';
import type { Digest, StepName, WatchName } from './names.ts';

/**
 * What the directory behind a door says of a person at this moment. `why` completes "Not taken: ";
 * of `unsure` it says what failed: nothing is taken then, and nobody is turned away for it.
 */
export type Vouched = Readonly<
  { is: 'member' } | { is: 'refused'; why: string } | { is: 'unsure'; why: string }
>;

export type Click = Readonly<
  {
    /** The door it came in by: `slack`, `terminal`, `lab`. */
    via: string;
    /** The person as that door knows them, e.g. Slack's user id. */
    user: string;
    /** For the one line that tells others of a refusal. */
    name: string;
    watch: WatchName;
    incident: number;
    /** Of the drawing that was clicked: two clicks on one drawing are one click. */
    nonce: string;
  } & (
    | { kind: 'answer'; yes: boolean; digest: Digest; offer: number; word?: string }
    | { kind: 'order'; order: Order; step?: StepName; why: string }
  )
>;
