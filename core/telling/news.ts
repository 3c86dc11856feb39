/** The lines below a card: what happened that the card, edited in place, would tell too quietly. */

import type { Fact, FactOf } from '../fact.ts';
import type { Instant } from '../names.ts';
import { regionsOf, type Watch } from '../watch.ts';
import { stopText } from './brake.ts';
import { inOverlap, whileOwed } from './fenced.ts';
import { adoptedText } from './mandate.ts';
import { briefly, lastOf, titleOf } from './story.ts';
import { listed, took, utc } from './words.ts';

/** `before`: the facts that went before, in which the words of a condition are found again. */
export function newsOf(fact: Fact, watch: Watch, before: readonly Fact[] = []): string | undefined {
  switch (fact.kind) {
    case 'noticed':
      return `${fact.condition.text}.`;
    case 'ceased':
      return ceased(fact.key, before);
    case 'adopted':
      return `${adoptedText(fact)}.`;
    case 'acknowledged':
      return `${fact.by} ended the quiet period: moves may be offered again.`;
    case 'stopped':
      return `${stopText(fact)}.`;
    case 'lifted':
      return `${fact.by} lifted the stop (${fact.via}): ${fact.why}. A held move waits for an order.`;
    case 'refused':
      return `Not taken from ${fact.by} (${fact.via}): ${fact.why}.`;
    default:
      return ofOffer(fact, watch) ?? ofMove(fact, watch, before);
  }
}

function ofOffer(fact: Fact, watch: Watch): string | undefined {
  switch (fact.kind) {
    case 'wished': {
      const { by, via, services, why } = fact.wish;
      return `${by} asks for a move of ${briefly(services)} (${via}): ${why}.`;
    }
    case 'worsened':
      return `The outage grew: ${briefly(fact.services)} are down now.`;
    case 'notOffered':
      return `No move is offered: ${fact.why.join('; ')}.`;
    case 'offered': {
      const { number, until, plans } = fact.offer;
      const what = listed(
        plans.map((plan) => titleOf(plan, watch)),
        'or',
      );
      return number === 1 ? undefined : `Asked anew, until ${utc(until)}: ${what}.`;
    }
    case 'lapsed':
      return `Offer ${fact.offer} lapsed unanswered; nothing was changed.`;
    case 'voided':
      return `Offer ${fact.offer} is void: ${fact.why}.`;
    case 'declined':
      return `${fact.by} declined (${fact.via}); nothing was changed.`;
    case 'doubted':
      return [
        `${fact.by} approved, but it could not be confirmed: ${fact.why}.`,
        `To approve all the same, type "${fact.word}" on the card.`,
      ].join(' ');
    case 'approved':
      return `${fact.approval.by} approved (${fact.approval.via}): ${titleOf(fact.plan, watch)}.`;
    default:
      return undefined;
  }
}

function ofMove(fact: Fact, watch: Watch, before: readonly Fact[]): string | undefined {
  switch (fact.kind) {
    case 'stepOwed':
    case 'stepSettled':
      return ofOwed(fact, before);
    case 'stepSkipped':
      return `${fact.step} was skipped by ${fact.by}: ${fact.why}.`;
    case 'sourceBack':
      return `${watch.regions[fact.side]} shows a first sign of life.`;
    case 'held':
      return `Held${fact.step === undefined ? '' : ` at ${fact.step}`}: ${fact.why}.`;
    case 'resumed': {
      const what = fact.step === undefined ? '' : ` for ${fact.step}`;
      return `${fact.by} ordered "${fact.order}"${what}; the move goes on.`;
    }
    case 'proven': {
      const regions = [...new Set(Object.values(fact.active))].map((at) => regionsOf(at, watch));
      const who = Object.keys(fact.active);
      const serve = who.length === 1 ? 'serves' : 'serve';
      return `Proven from outside: ${listed(who)} ${serve} from ${listed(regions)}.`;
    }
    default:
      return undefined;
  }
}

function ofOwed(
  fact: FactOf<'stepOwed' | 'stepSettled'>,
  before: readonly Fact[],
): string | undefined {
  const plan = lastOf(before, 'approved')?.plan;
  const fence = { name: fact.step };
  if (fact.kind === 'stepOwed') {
    const meanwhile = plan && whileOwed(plan, fence, before);
    return [
      `${fact.step} is owed: ${fact.why}. It is tried again from the first sign of life.`,
      ...(meanwhile === undefined ? [] : [`Until then: ${meanwhile}.`]),
    ].join(' ');
  }
  const ran = fact.overlapMs === undefined ? '' : ` after an overlap of ${took(fact.overlapMs)}`;
  const where = plan === undefined || ran === '' ? '' : inOverlap(plan, fence);
  return `${fact.step}, which was owed, is settled${ran}${where}.`;
}

function ceased(key: string, before: readonly Fact[]): string {
  for (const fact of before.toReversed()) {
    if (fact.kind === 'noticed' && fact.condition.key === key)
      return `Over: ${fact.condition.text}.`;
    const carried = fact.kind === 'opened' ? fact.conditions.find((c) => c.key === key) : undefined;
    if (carried !== undefined) return `Over: ${carried.text}.`;
  }
  return `Over: ${key}.`;
}

/** Several lines that come late, in one: each with its time, for they are no news of this minute. */
export function lateText(
  lines: readonly { readonly at: Instant; readonly text: string }[],
): string {
  return ['Told late:', ...lines.map(({ at, text }) => `${utc(at)}  ${text}`)].join('\n');
}
