/** Reads the two rules of Service Bus by which the sides of a singleton listen: one of them may, and no other. */

import {
  busRightsIn,
  busRulesVersion,
  namespaceOf,
  rightsOnRule,
  ruleName,
  sameRights,
} from '../core/bus-rules.ts';
import type { CheckFinding, CheckGround, Right } from '../core/kinds.ts';
import { type Side, sides } from '../core/names.ts';
import { nameOf } from './arm-id.ts';
import type { FenceBy } from './fence.ts';
import { placeOf } from './fence-place.ts';
import { orNone, worstOf } from './finding.ts';

type Settings = FenceBy<'service-bus-rule'>;
/** Of a rule: what it may do, as far as a move knows what to do with it. */
type Stand = 'listens' | 'rests' | 'odd' | 'gone' | 'untold';

export function rightsOnRules(s: Settings): readonly Right[] {
  const action = 'Microsoft.ServiceBus/namespaces/read';
  return [
    ...namespacesOf(s).map((scope): Right => ({ action, scope, plane: 'control' })),
    ...sides.flatMap((side) => rightsOnRule(s[side], ['read'])),
  ];
}

export async function rulesFence(
  { net, regions }: CheckGround,
  s: Settings,
  signal: AbortSignal,
): Promise<CheckFinding> {
  const read = (id: string) => net.azure.resource(id, busRulesVersion, signal);
  const standOf = async (side: Side): Promise<Stand> => {
    const told = await orNone(read(s[side]));
    if (told === undefined) return 'gone';
    const rights = busRightsIn(told);
    if (rights === undefined) return 'untold';
    if (sameRights(rights, s.serving)) return 'listens';
    return sameRights(rights, s.resting) ? 'rests' : 'odd';
  };
  const [stands, places] = await Promise.all([
    Promise.all(sides.map(async (side) => ({ side, is: await standOf(side) }))),
    Promise.all(namespacesOf(s).map(async (id) => placeOf(nameOf(id), await read(id), regions))),
  ]);
  const listening = stands.filter(({ is }) => is === 'listens').map(({ side }) => side);
  const wrong = stands.flatMap(({ side, is }) => wrongWith(ruleName(s[side]), is));
  const where = [...new Set(places.map(({ region }) => region))].join(' and ');
  const named = listening.map((side) => ruleName(s[side])).join(' and ');
  return worstOf(
    [
      ...wrong,
      ...(wrong.length === 0 ? together(listening.length) : []),
      ...places.flatMap(({ found }) => found),
    ],
    `truly fenced, as long as receivers listen by their own rule alone: ${named} may listen, in ${where}`,
  );
}

function namespacesOf(s: Settings): readonly string[] {
  return [...new Set(sides.map((side) => namespaceOf(s[side])))];
}

/** A move changes no rights but these two. */
function wrongWith(name: string, is: Stand): readonly CheckFinding[] {
  if (is === 'gone') {
    const next = 'Create it, or correct the watch file: a move waits for it.';
    return [{ is: 'fails', why: `there is no SAS rule ${name}`, next }];
  }
  if (is === 'untold') {
    const next = 'Look again; if it stays, look at its rights in the portal.';
    return [{ is: 'unsure', why: `ARM does not tell what SAS rule ${name} may do`, next }];
  }
  if (is !== 'odd') return [];
  const next = 'Give it the rights of one of the two back, or correct the watch file.';
  return [{ is: 'fails', why: `SAS rule ${name} has rights of neither side`, next }];
}

function together(listening: number): readonly CheckFinding[] {
  if (listening === 1) return [];
  const why = listening === 0 ? 'neither rule may listen' : 'both rules may listen';
  return [{ is: 'warns', why, next: 'Give Listen to the rule of the side that serves alone.' }];
}
