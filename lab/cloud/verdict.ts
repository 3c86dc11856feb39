/** Whether a deployment behaved: nobody refused, nothing lost, and the estate where it should be. */

import { stateOf } from '../estate/state.ts';
import { linesOf } from '../scenarios/lines.ts';
import { linesApart } from '../scenarios/play.ts';
import type { Cloud } from './cloud.ts';
import type { Invocation } from './fleet.ts';

/** What must never happen in an undisturbed story; empty when it did not. */
export function trespasses(cloud: Cloud): readonly string[] {
  return [
    ...cloud.refusals().map(({ by, action, resource, why }) => {
      return `refused: ${by} may not ${action} on ${resource}: ${why}`;
    }),
    ...cloud.strangers.map((stranger) => `called a host that is not in the lab: ${stranger}`),
    ...cloud.deadLetters.map(
      ({ fn, why }) => `given up: an event of ${fn.split(':').at(-1)}: ${why}`,
    ),
    ...cloud.fleet.invocations.flatMap(failureOf),
  ];
}

function failureOf({ fn, by, end }: Invocation): readonly string[] {
  if (end.is === 'returned') return [];
  const why = 'why' in end ? end.why.slice(0, 300) : '';
  return [`failed: ${fn}, woken by ${by}: ${end.is} ${why}`];
}

/** Told when the rounds before the end are enough for it: nothing is replicated after a forced move. */
const maybe = ['opened', 'noticed ours:orders-bus/secondary/pairing'];

/** The facts of a scenario, which both other worlds tell too. */
export function differences(cloud: Cloud, expect: readonly string[]): readonly string[] {
  return linesApart({ expect, aside: maybe }, asIfAtOnce(linesOf(cloud.facts())));
}

/**
 * A judge that is woken between two looks sees a region go dark service by service, and asks anew
 * when more is lost. Compared is what was known and asked last, as if it had been seen at once.
 */
function asIfAtOnce(lines: readonly string[]): readonly string[] {
  const grown = lines.findLast((line) => line.startsWith('worsened '));
  if (grown === undefined) return lines;
  const services = grown.slice('worsened '.length);
  const last = lines.findLastIndex((line) => line.startsWith('offered '));
  return lines.flatMap((line, at) => {
    if (/^(worsened|voided) /.test(line)) return [];
    if (/^(offered|asked) /.test(line) && at < last) return [];
    return line
      .replace(/^confirmed (\w+) .*$/, `confirmed $1 ${services}`)
      .replace(/^(offered|asked) \d+/, '$1 1');
  });
}

/** Every name, alias and workflow on the other side, by no other hand than the one that may. */
export function unmoved({ outside: { world } }: Cloud): readonly string[] {
  const { workflows, names, buses, writes } = stateOf(world);
  const { layout } = world;
  const to = layout.regions.secondary;
  return [
    ...workflows.flatMap(({ id, side, state }) => {
      const should = side === 'secondary' ? 'Enabled' : 'Disabled';
      return state === should ? [] : [`${id} is ${state}`];
    }),
    ...layout.names.flatMap(({ name, targets }) => {
      const { leads } = names.find((one) => one.name === name) ?? {};
      return leads === targets.secondary ? [] : [`${name} leads to ${leads}`];
    }),
    ...buses.flatMap(({ alias, leads }) => (leads === to ? [] : [`${alias} leads to ${leads}`])),
    ...(writes.length === 0 ? ['nothing was ever written'] : []),
    ...writes.flatMap(({ by, operation, resource }) =>
      by.split('/')[0] === 'switch' ? [] : [`${by} made ${operation} on ${resource}`],
    ),
  ];
}

/** What holds in a story of failures too. */
export function refusedAnything(cloud: Cloud): readonly string[] {
  return trespasses(cloud).filter((fault) => /^(refused|called)/.test(fault));
}

/** A step that is applied twice does no harm; asked for twice by us, it was claimed twice. */
export function writtenTwice({ outside: { world } }: Cloud): readonly string[] {
  const names = world.writes.map(({ operation, resource }) => `${operation} on ${resource}`);
  return names
    .filter((name, at) => names.indexOf(name) !== at)
    .map((name) => `made twice: ${name}`);
}
