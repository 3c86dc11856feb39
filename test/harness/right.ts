/** Whether a story in which one function was killed once came to its right end. */

import type { Fact } from '../../core/fact.ts';
import type { Cloud } from '../../lab/cloud/cloud.ts';
import { unmoved } from '../../lab/cloud/verdict.ts';
import { tooOften } from '../kill/same-world.ts';
import type { Point } from './points.ts';

/** A card is drawn by a lease that a killed teller keeps for half a minute. */
export const toldMsMax = 60_000;

/** Empty when it did. What one death may add: tries, a page, an event given up by its own function. */
export function wrongs(cloud: Cloud, point: Point): readonly string[] {
  const facts = cloud.facts();
  return [
    ...cloud.refusals().map(({ by, action, resource }) => {
      return `refused: ${by} may not ${action} on ${resource}`;
    }),
    ...cloud.strangers.map((stranger) => `called a host that is not in the lab: ${stranger}`),
    ...lost(cloud, point),
    ...['approved', 'moved', 'proven', 'over'].flatMap((kind) => once(facts, kind)),
    ...facts.flatMap((fact) =>
      fact.kind === 'held' && !isDoubt(fact) ? [`held: ${fact.why}`] : [],
    ),
    ...unmoved(cloud),
    ...tooOften({ writes: cloud.outside.world.writes, facts }),
    ...untold(cloud),
  ];
}

/**
 * A vantage that this machine left no time to look does not know of the target, and what is not known
 * is asked of a person: no fault of whoever was killed.
 */
export function isDoubt(fact: Fact): boolean {
  return fact.kind === 'held' && fact.why.endsWith('is not known to be up');
}

function once(facts: readonly Fact[], kind: string): readonly string[] {
  const times = facts.filter((fact) => fact.kind === kind).length;
  return times === 1 ? [] : [`${kind}: ${times} times`];
}

/** Nobody else fails because one was killed; that the pulse does is how it says so. */
function lost(cloud: Cloud, { fn }: Point): readonly string[] {
  const others = cloud.fleet.invocations.filter((one) => one.fn !== fn && one.fn !== 'pulse');
  return others.flatMap(({ fn: other, by, end }) => {
    if (end.is === 'returned') return [];
    return [`failed: ${other}, woken by ${by}: ${end.is}${'why' in end ? ` ${end.why}` : ''}`];
  });
}

/** One card of the incident, and on it how it ended. */
function untold(cloud: Cloud): readonly string[] {
  const cards = cardsOf(cloud);
  const ended = cards.filter(({ text }) => /moved to .*proven/.test(text));
  return [
    ...(ended.length === 0 ? ['no card says how it ended'] : []),
    ...(ended.length > 1 ? [`${ended.length} cards say how it ended`] : []),
  ];
}

export function isTold(cloud: Cloud): boolean {
  return untold(cloud).length === 0;
}

function cardsOf({ outside }: Cloud) {
  return outside.room
    .messages()
    .filter(({ thread, to }) => thread === undefined && to === undefined);
}
