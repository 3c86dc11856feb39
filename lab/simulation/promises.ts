/** What must hold in every story, whatever breaks: each a sentence, and how to see it broken. */

import type { Book, Event } from './book.ts';
import * as approval from './promises/approval.ts';
import * as brake from './promises/brake.ts';
import * as chain from './promises/chain.ts';
import * as claims from './promises/claims.ts';
import * as move from './promises/move.ts';
import * as sight from './promises/sight.ts';
import * as split from './promises/split.ts';
import * as telling from './promises/telling.ts';
import * as traffic from './promises/traffic.ts';

/** Says how the event breaks it; nothing when it does not. The book is as it was just before. */
export type Promised = (event: Event, book: Book) => string | undefined;

export type Promises = Readonly<Record<string, Promised>>;

export const promises: Promises = {
  'no step is tried without an approval of its plan': approval.triedOnApproval,
  'an approval is of the offer that stands, by one who may, in time': approval.approvedByRight,
  'at most one approval per incident': approval.approvedOnce,
  'what a person is told to be taken is written': approval.takenIsWritten,
  'no step is taken while another holds it': claims.oneHandAtATime,
  'every request to change Azure leaves within its living claim': claims.sentWithinClaim,
  'no step is applied twice within one claim': claims.changedOncePerClaim,
  'every change of Azure is one that was approved': claims.onlyWhatWasApproved,
  'no step is taken while the kill switch is on': brake.holds,
  'the kill switch is thrown and lifted only by those who may': brake.byRight,
  'who is told to have stopped, has': brake.toldIsSo,
  'nobody suspects a side of which nothing was broken': sight.suspectedWithCause,
  'nobody calls down what was never broken': sight.confirmedWithCause,
  'nothing is confirmed that the quorum did not see fail': sight.confirmedByQuorum,
  'nothing is cleared that the quorum did not see answer': sight.clearedByQuorum,
  'nobody is offered a side that is dark': sight.offeredIntoTheLight,
  'a singleton is enabled only behind its fence': move.enabledBehindFence,
  'a singleton is never enabled by us on both sides unless its fence is owed, and that was told':
    split.enabledOnBothOnlyIfOwed,
  'what is owed is told': split.owingIsTold,
  'nothing follows an ending': move.nothingAfterTheEnd,
  'a held move lives until a person orders otherwise': move.heldStaysAlive,
  'a planned move owes nothing': move.plannedOwesNothing,
  'a move is wished for by those who may': move.wishedByRight,
  'no owed step is forgotten': move.owedIsSettled,
  'a move is proven by a document that went the whole way': chain.provenByDocument,
  'traffic is led alone only as declared, and for a plane that was broken':
    traffic.ledAloneForCause,
  'no quiet follows what left the rest behind': traffic.quietOnlyBehindTheWhole,
  'the chain is unbroken': move.chainUnbroken,
  'no document is answered twice unless a fence was owed': move.answeredOnce,
  'people are shown only what is written': telling.shownIsWritten,
  'a confirmed outage is told': telling.outageIsTold,
  'no outage is told on two cards': telling.oneCardEach,
  'once healed, everything comes to rest': telling.comesToRest,
};

/** Where others enable and disable as they like: then a side may look down of which nothing is broken. */
const { suspectedWithCause, confirmedWithCause } = sight;
const untouched: readonly Promised[] = [
  ...[suspectedWithCause, confirmedWithCause],
  // Others may have enabled what was disabled: who made it run on both sides is asked instead.
  move.enabledBehindFence,
];
export const promisesAmongOthers: Promises = Object.fromEntries(
  Object.entries(promises).filter(([, promised]) => !untouched.includes(promised)),
);

export interface Breach {
  readonly promise: string;
  readonly why: string;
}

/** The first promise that the event breaks. */
export function breachOf(event: Event, book: Book, held: Promises): Breach | undefined {
  for (const [promise, broken] of Object.entries(held)) {
    const why = broken(event, book);
    if (why !== undefined) return { promise, why };
  }
  return undefined;
}
