/** Facts as lines that two worlds can be compared by: times, runs and reasons aside. */

import type { Fact } from '../../core/fact.ts';
import { never } from '../../core/never.ts';
import type { Plan } from '../../core/plan.ts';

/** `undefined` for what depends on the moment of looking alone, such as progress. */
export function lineOf(fact: Fact): string | undefined {
  switch (fact.kind) {
    case 'opened':
      return `opened ${fact.incident}`;
    case 'noticed':
      return `noticed ${fact.condition.key}`;
    case 'ceased':
      return `ceased ${fact.key}`;
    case 'suspected':
    case 'sourceBack':
      return `${fact.kind} ${fact.side}`;
    case 'confirmed':
      return `confirmed ${fact.side} ${fact.services.join(' ')}`;
    case 'wished':
      return `wished by ${fact.wish.by}: ${fact.wish.move} ${fact.wish.services.join('+')}`;
    case 'worsened':
      return `worsened ${fact.services.join(' ')}`;
    case 'notOffered':
      return `notOffered ${fact.why.join('; ')}`;
    case 'offered':
      return `offered ${fact.offer.number} ${fact.offer.plans.map(movedBy).join(' or ')}`;
    case 'asked':
    case 'lapsed':
      return `${fact.kind} ${fact.offer}`;
    case 'voided':
      return `voided ${fact.offer} ${fact.why}`;
    case 'declined':
      return `declined by ${fact.by}`;
    case 'doubted':
      return `doubted ${fact.by}: ${fact.why}`;
    case 'refused':
      return `refused ${fact.by}: ${fact.why}`;
    case 'approved':
      return `approved by ${fact.approval.by} ${movedBy(fact.plan)}`;
    case 'targetFixed':
    case 'stepTried':
    case 'stepApplied':
    case 'stepFailed':
    case 'stepUnsure':
    case 'stepDone':
    case 'stepOwed':
    case 'stepSkipped':
      return `${fact.kind} ${fact.step}`;
    case 'stepSettled':
      return `${fact.kind} ${fact.step} ${overlapOf(fact.overlapMs)}`;
    case 'stepProgressed':
    // Where nothing is published there is none.
    case 'adopted':
      return undefined;
    case 'held':
      return `held ${fact.step ?? 'the move'}: ${fact.why}`;
    case 'resumed':
      return `resumed by ${fact.by}: ${fact.order}`;
    case 'stopped':
    case 'lifted':
      return `${fact.kind} by ${fact.by}: ${fact.why}`;
    case 'over':
      return `over ${fact.outcome}`;
    case 'cleared':
    case 'preflighted':
    case 'moved':
    case 'proven':
    case 'acknowledged':
      return fact.kind;
    default:
      return never(fact);
  }
}

function movedBy({ services, trafficOnly }: Plan): string {
  return `${trafficOnly === undefined ? '' : 'only the traffic of '}${services.join('+')}`;
}

/** How long both sides ran is a time, and so differs; whether they did is told alike. */
function overlapOf(ms: number | undefined): string {
  return ms !== undefined && ms > 0 ? 'after an overlap' : 'without overlap';
}

/** What begins a new phase of a story: facts between two of these may come in any order. */
const turns =
  /^(opened|confirmed|worsened|offered|approved|preflighted|moved|proven|over|cleared)\b/;

export function linesOf(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => lineOf(fact) ?? []);
}

/** The same lines with each phase sorted: what must be equal in both worlds. */
export function settledOrder(lines: readonly string[]): readonly string[] {
  const phases: string[][] = [[]];
  for (const line of lines) {
    if (turns.test(line)) phases.push([line], []);
    else phases.at(-1)?.push(line);
  }
  return phases.flatMap((phase) => phase.toSorted());
}
