/** One line for the person who clicked, read from the facts that the click left behind. */

import type { Click } from '../../core/click.ts';
import type { Fact } from '../../core/fact.ts';
import { titleOf } from '../../core/telling/story.ts';
import type { Watch } from '../../core/watch.ts';

export interface ClickOutcome {
  readonly text: string;
  /** The click has done what it could; the same one again would only be noise. */
  readonly final: boolean;
}

/** `facts`: what was written because of this very click; none means that it changed nothing. */
export function outcomeOf(facts: readonly Fact[], click: Click, watch: Watch): ClickOutcome {
  // The last word counts: a click may first void an offer and then be refused.
  for (const fact of facts.toReversed()) {
    const outcome = outcomeOfOne(fact, watch);
    if (outcome !== undefined) return outcome;
  }
  const what = click.kind === 'answer' ? 'question' : 'move';
  return { text: `Not taken: that ${what} is over; nothing was changed.`, final: false };
}

function outcomeOfOne(fact: Fact, watch: Watch): ClickOutcome | undefined {
  switch (fact.kind) {
    case 'approved': {
      const title = titleOf(fact.plan, watch);
      return { text: `Taken: ${title}. It begins now; watch the card.`, final: true };
    }
    case 'wished':
    case 'offered':
      return { text: 'Taken: it is put to the approvers; see the card.', final: true };
    case 'declined':
      return { text: 'Taken: declined; nothing is changed.', final: true };
    case 'doubted':
      return {
        text: `Not taken yet: ${fact.why}. To approve anyway, type "${fact.word}" on the card.`,
        final: true,
      };
    case 'acknowledged':
      return { text: 'Taken: a move is offered if it can be made now; see the card.', final: true };
    case 'resumed':
      return { text: `Taken: ${fact.order}; the move goes on.`, final: true };
    case 'over':
      if (fact.back !== undefined) {
        const text =
          'Taken: it stops here, and the way back is put to the approvers; see its card.';
        return { text, final: true };
      }
      return fact.outcome === 'abandoned'
        ? { text: 'Taken: the move is abandoned where it stands.', final: true }
        : undefined;
    case 'refused':
      // One who may answer may try again; of others the room has heard enough.
      return {
        text: `Not taken: ${fact.why}.`,
        final: !watch.approvers.some((person) => person === fact.by),
      };
    default:
      return undefined;
  }
}
