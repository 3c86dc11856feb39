/** The rules of Service Bus by which the receivers of a singleton listen, where a watch file fences it by them. */

import { sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { BusRuleLayout } from './bus-rules.ts';
import { read, stepsOf } from './specs.ts';

/** Each side has one: what a move from there takes rights away from. The primary may listen. */
export function busRulesOf(service: Service): readonly BusRuleLayout[] {
  const all = stepsOf(service, read.rule);
  return sides.flatMap((side) => {
    const revoked = all.find(({ from, settings }) => {
      return from === side && !settings.rights.includes('Listen');
    })?.settings;
    if (revoked === undefined) return [];
    const { rule: id, rights: resting, replaces: serving } = revoked;
    return [{ id, side, rights: side === 'primary' ? serving : resting }];
  });
}
