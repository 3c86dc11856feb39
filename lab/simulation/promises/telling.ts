/** Promises about what people see: only what is written, and nothing that keeps them awake. */

import { replay } from '../../../core/evolve.ts';
import type { Fact } from '../../../core/fact.ts';
import { cardOf, newsOf, noticeOf, questionsOf } from '../../../core/telling.ts';
import type { Watch } from '../../../core/watch.ts';
import { type Book, type Event, factsLike, type Shown } from '../book.ts';

/** Every card, line and page tells facts that stand in the journal at that moment. */
export function shownIsWritten(event: Event, { watch, history }: Book): string | undefined {
  if (event.kind !== 'shown') return undefined;
  const backed = incidentsOf(history).some((facts) => isBacked(event.what, facts, watch));
  if (backed) return undefined;
  const { what } = event;
  return `people were shown what no fact says: ${what.is === 'page' ? what.key : what.text}`;
}

/** The newest first: what is shown is mostly of the incident that is open. */
function incidentsOf(history: readonly Fact[]): readonly (readonly Fact[])[] {
  const starts = history.flatMap((fact, at) => (fact.kind === 'opened' ? [at] : []));
  return [0, ...starts].map((from, nth) => history.slice(from, starts[nth])).toReversed();
}

function isBacked(what: Shown, facts: readonly Fact[], watch: Watch): boolean {
  switch (what.is) {
    case 'card':
      return isProjection(what.text, facts, watch);
    case 'line':
      return linesIn(what.text).every((line) =>
        facts.some((fact, at) => newsOf(fact, watch, facts.slice(0, at)) === line),
      );
    case 'page': {
      const { number } = replay(facts);
      return questionsOf(facts, watch, number).some(({ key }) => key === what.key);
    }
  }
}

/** What comes late is told together, each line behind its time. */
function linesIn(text: string): readonly string[] {
  const [first, ...late] = text.split('\n');
  if (first !== 'Told late:') return [text];
  return late.map((line) => line.replace(/^[\d:]{8} UTC {2}/, ''));
}

/** What was written since the room read the journal makes it late, not wrong. */
function isProjection(text: string, facts: readonly Fact[], watch: Watch): boolean {
  for (let upTo = facts.length; upTo > 0; upTo -= 1) {
    const written = facts.slice(0, upTo);
    const incident = replay(written);
    const drawn = [cardOf(incident, watch, written), noticeOf(incident, watch, written)];
    if (drawn.some((card) => JSON.stringify(card) === text)) return true;
  }
  return false;
}

/** When nothing is broken any more, it comes to rest, and nobody is kept awake. */
export function comesToRest(event: Event, { facts, stage }: Book): string | undefined {
  if (event.kind !== 'ended') return undefined;
  if (!event.rests) return `nothing is broken, and it does not come to rest: ${last(facts)}`;
  const ringing = stage.pager.pages().find((page) => page.state === 'ringing');
  return ringing && `nothing is the matter, and the pager still rings: ${ringing.text}`;
}

/** Whose answer was lost was found again: an outage never stands in the room twice. */
export function oneCardEach(event: Event, { stage }: Book): string | undefined {
  if (event.kind !== 'ended') return undefined;
  const told = stage.chat.cards.flatMap(({ versions }) => {
    const outage = versions.find((card) => card.layers.length > 0);
    return outage === undefined ? [] : [outage.incident];
  });
  const twice = told.find((number, at) => told.indexOf(number) !== at);
  return twice === undefined ? undefined : `incident ${twice} has two cards`;
}

/** An outage that was confirmed is on a card at the end, whatever failed meanwhile. */
export function outageIsTold(event: Event, { history, stage }: Book): string | undefined {
  if (event.kind !== 'ended' || !event.rests) return undefined;
  const last = incidentsOf(history)[0] ?? [];
  if (factsLike(last, 'confirmed').length === 0) return undefined;
  const { number } = replay(last);
  const told = stage.chat.cards.some(({ versions }) =>
    versions.some((card) => card.incident === number && card.evidence.length > 0),
  );
  return told ? undefined : `incident ${number} was confirmed, and nobody was told`;
}

function last(facts: readonly Fact[]): string {
  return facts
    .slice(-3)
    .map((fact) => fact.kind)
    .join(', ');
}
