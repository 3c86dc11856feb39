/** Compares what a step needs with what Azure says this identity may do. */

import type { AzureSelf, Permission } from '../../core/azure.ts';
import type { Right, StepKind } from '../../core/kinds.ts';
import type { Clock } from '../../core/ports.ts';
import type { StepRights } from '../../core/readiness.ts';
import { calledOf, isGranted, rightsOfStep, withoutPattern } from '../../core/rights.ts';
import { wordsOf } from '../../core/trouble.ts';
import { inTime } from './in-time.ts';

export type OwnRights = (kind: StepKind<unknown>, settings: unknown) => Promise<StepRights>;

type Told = Readonly<
  { is: 'told'; permissions: readonly Permission[] } | { is: 'unsure'; why: string }
>;

/** Hundreds of workflows are hundreds of resources, and each may have a role of its own. */
const questionsMax = 8;

/** Each resource is asked about once, however many steps are about it. */
export function ownRights({
  azure,
  clock,
}: {
  readonly azure: AzureSelf;
  readonly clock: Clock;
}): OwnRights {
  const known = new Map<string, Promise<Told>>();

  const on = (scope: string): Promise<Told> => {
    const key = scope.toLowerCase();
    const told = known.get(key) ?? permissionsOn(scope);
    known.set(key, told);
    return told;
  };

  async function permissionsOn(scope: string): Promise<Told> {
    try {
      const permissions = await inTime(clock, (signal) => azure.permissions(scope, signal));
      return { is: 'told', permissions };
    } catch (error) {
      const why = `what it may do on ${calledOf(scope)} is not known: ${wordsOf(error)}`;
      return { is: 'unsure', why };
    }
  }

  return async (kind, settings) => {
    const needed = rightsOfStep(kind, settings).map((right) => {
      return { ...right, scope: withoutPattern(right.scope) };
    });
    const byScope = Map.groupBy(needed, ({ scope }) => scope);
    const found = new Map<string, Told>();
    const queue = byScope.keys();
    const hand = async () => {
      for (const scope of queue) found.set(scope, await on(scope));
    };
    await Promise.all(Array.from({ length: Math.min(questionsMax, byScope.size) }, hand));
    return sumOf(needed, found);
  };
}

/** What is missing for certain outweighs what is not known. */
function sumOf(needed: readonly Right[], found: ReadonlyMap<string, Told>): StepRights {
  const missing = needed.filter(({ action, scope, plane }) => {
    const told = found.get(scope);
    return told?.is === 'told' && !isGranted(told.permissions, action, plane);
  });
  if (missing.length > 0) {
    const named = missing.map(({ action, scope }) => ({ action, scope }));
    return { is: 'missing', missing: named };
  }
  const unknown = [...found.values()].find(({ is }) => is === 'unsure');
  return unknown?.is === 'unsure' ? unknown : { is: 'granted' };
}
