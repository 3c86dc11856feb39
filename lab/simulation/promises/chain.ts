/** The promise about the whole chain: what looks moved is not called proven. */

import type { Watch } from '../../../core/watch.ts';
import { type Book, type Event, factsLike } from '../book.ts';

/** Behind a document that was sent after the last step and has arrived, or an approver's word. */
export function provenByDocument(event: Event, { facts, looks, watch }: Book): string | undefined {
  if (event.kind !== 'kept' || event.fact.kind !== 'proven') return undefined;
  // Of a move of the traffic alone no document is asked for: what stayed takes none up.
  if (factsLike(facts, 'approved').at(-1)?.plan.trafficOnly !== undefined) return undefined;
  const waived = factsLike(facts, 'resumed').some(
    ({ order, step }) => order === 'proceed' && step === undefined,
  );
  const since = factsLike(facts, 'moved', 'resumed').at(-1)?.at ?? 0;
  const tests = looks.flatMap(({ observations }) => observations);
  const missing = chainsOf(watch).filter(
    (name) =>
      !tests.some(
        ({ subject, finding, at }) =>
          subject.kind === 'chain' && subject.service === name && finding.is === 'up' && at > since,
      ),
  );
  return waived || missing.length === 0
    ? undefined
    : `no document has gone ${missing.join(', ')} since the last step`;
}

function chainsOf({ chains = [] }: Watch) {
  return chains.map(({ name }) => name);
}
