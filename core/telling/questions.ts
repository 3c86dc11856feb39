/** The questions of an incident that are worth waking a person for, and what became of each. */

import type { Fact, Stop } from '../fact.ts';
import type { Watch } from '../watch.ts';
import { stopText } from './brake.ts';
import { lastOf, lossOf, outageOf } from './story.ts';
import { listed, utc } from './words.ts';

export interface Question {
  /** Stable and unique, so that ringing twice is ringing once. */
  readonly key: string;
  readonly text: string;
  readonly is: 'open' | 'answered' | 'closed';
  /** Who answered. */
  readonly by: string;
}

/** In the order they were opened. Beside a stop of the kill switch, at most one of them is open. */
export function questionsOf(
  facts: readonly Fact[],
  watch: Watch,
  incident: number,
): readonly Question[] {
  return facts.reduce<readonly Question[]>((asked, fact, index) => {
    const key = `${watch.name}/${incident}`;
    switch (fact.kind) {
      case 'notOffered':
        // Whoever declined is awake, and knows.
        if (asked.findLast((q) => !isStop(q))?.is === 'answered') return asked;
        return open(asked, `${key}/outage`, outageText(watch, facts.slice(0, index), fact.why));
      case 'offered':
        return open(
          closed(asked),
          `${key}/offer-${fact.offer.number}`,
          offerText(fact, watch, facts.slice(0, index)),
        );
      case 'held': {
        const held = asked.filter((q) => q.key.includes('/held-')).length + 1;
        return open(closed(asked), `${key}/held-${held}`, `The move is held: ${fact.why}`);
      }
      case 'approved':
        return answered(asked, fact.approval.by);
      case 'doubted':
      case 'declined':
      case 'resumed':
        return answered(asked, fact.by);
      case 'opened':
        return fact.stopped === undefined ? asked : stop(asked, fact.stopped);
      case 'stopped':
        return stop(asked, fact);
      case 'lifted':
        return asked.map((q) => (isStop(q) ? { ...q, is: 'closed' } : q));
      case 'lapsed':
      case 'voided':
      case 'cleared':
      case 'proven':
      case 'over':
        return closed(asked);
      default:
        return asked;
    }
  }, []);
}

function open(asked: readonly Question[], key: string, text: string): readonly Question[] {
  // The reasons may change while the question stays the same.
  const known = asked.find((q) => q.key === key);
  if (known !== undefined && known.is !== 'closed') return asked;
  const rest = asked.filter((q) => q.key !== key);
  return [...rest, { key, text, is: 'open', by: '' }];
}

const stopPrefix = 'stop/';

/** One for all watches and incidents that it stops. A later stop takes its place. */
function stop(asked: readonly Question[], told: Stop): readonly Question[] {
  const rest = asked.map((q): Question => (isStop(q) ? { ...q, is: 'closed' } : q));
  return open(rest, `${stopPrefix}${told.mark}`, stopText(told));
}

/** It stands beside whatever else is asked, until it is lifted. */
function isStop({ key }: Question): boolean {
  return key.startsWith(stopPrefix);
}

function answered(asked: readonly Question[], by: string): readonly Question[] {
  return asked.map((q) => (q.is === 'open' && !isStop(q) ? { ...q, is: 'answered', by } : q));
}

function closed(asked: readonly Question[]): readonly Question[] {
  return asked.map((q) => (q.is === 'closed' || isStop(q) ? q : { ...q, is: 'closed' }));
}

function outageText(watch: Watch, facts: readonly Fact[], why: readonly string[]): string {
  return `${downText(watch, facts)}. No move is offered: ${why.join('; ')}`;
}

function offerText(
  { offer }: Extract<Fact, { kind: 'offered' }>,
  watch: Watch,
  facts: readonly Fact[],
): string {
  const [plan] = offer.plans;
  const to = plan === undefined ? '' : ` to ${watch.regions[plan.to]}`;
  const outage = outageOf(facts);
  const wish = lastOf(facts, 'wished')?.wish;
  const from =
    outage === undefined
      ? wish && `${wish.by} asks for it: ${wish.why}. `
      : `${lossOf(watch, outage)}. `;
  const who = listed(offer.approvers, 'or');
  return `${from ?? ''}${who}: approve or decline the move${to} before ${utc(offer.until)}`;
}

function downText(watch: Watch, facts: readonly Fact[]): string {
  const outage = outageOf(facts);
  if (outage === undefined) return `${watch.name} has an outage`;
  return `${lossOf(watch, outage)} since ${utc(outage.since)}`;
}
