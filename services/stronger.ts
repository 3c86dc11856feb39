/** How a stronger fence is turned in a move, and looked after in peace. */

import type { BusRight } from '../core/bus-rules.ts';
import { ruleName } from '../core/bus-rules.ts';
import type { CheckSpec } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import type { StepSpec } from '../core/plan.ts';
import { calledOf, keyValueId } from '../core/publishers.ts';
import type { FencedBy, FencedByKind } from './fenced-by.ts';
import { shortName } from './fields.ts';

type Placed = Pick<StepSpec, 'phase'> & { readonly to: Side };

/** Azure takes no rule without any right, and who receives does not send by it. */
const resting: readonly BusRight[] = ['Send'];

/**
 * What leads it to `to`. On the way home it comes after the drain: what was begun may end, and would be
 * stopped halfway.
 */
export function strongerSteps(
  fence: FencedBy | undefined,
  to: Side,
  { isHome }: { readonly isHome: boolean },
): readonly StepSpec[] {
  const placed: Placed = { to, phase: isHome ? 'prepare' : 'fence' };
  switch (fence?.kind) {
    case undefined:
      return [];
    case 'app-configuration':
      return [ofKey(fence, placed)];
    case 'service-bus-rule':
      return ofRules(fence, placed);
    case 'webhook':
      return [ofSwitch(fence, placed)];
  }
}

/** Those of them that must be proven before anything is enabled. */
export function guardsIn(steps: readonly StepSpec[]): readonly string[] {
  return steps.flatMap(({ name, holds }) => (holds === undefined ? [] : [name]));
}

function ofKey(fence: FencedByKind<'app-configuration'>, { to, phase }: Placed): StepSpec {
  const { kind, primary, secondary, ...where } = fence;
  const told = { primary, secondary };
  const settings = { ...where, value: told[to], overwrites: [told[other(to)]] };
  const name = `key ${calledOf(keyOf(fence))} of ${shortName(fence.store)}`;
  const holds = `what reads ${name} before its first side effect stops`;
  return { name: `epoch-to-${to}`, kind, phase, settings, holds };
}

/** The one is given only what was taken from the other; in peace it shows where it is missing. */
function ofRules(
  { serving, ...fence }: FencedByKind<'service-bus-rule'>,
  { to, phase }: Placed,
): readonly StepSpec[] {
  const from = other(to);
  const kind = 'service-bus-rule-rights';
  const revoke = `revoke-${from}`;
  return [
    {
      ...{ name: revoke, kind, phase },
      settings: { rule: fence[from], rights: resting, replaces: serving },
      holds: `what listens by ${ruleName(fence[from])} is refused`,
    },
    {
      ...{ name: `grant-${to}`, kind, phase: 'receivers' },
      settings: { rule: fence[to], rights: serving, replaces: resting },
      guardedBy: [revoke],
    },
  ];
}

function ofSwitch({ state, set, ...fence }: FencedByKind<'webhook'>, { to, phase }: Placed) {
  const { value, body } = fence[to];
  const { host, pathname } = new URL(state.url);
  return {
    ...{ name: `switch-to-${to}`, kind: 'webhook', phase },
    settings: { state, set, value, replaces: [fence[other(to)].value], body },
    holds: `what ${host}${pathname} keeps off is refused`,
  };
}

/** Whether it is truly fenced, or only as well as possible. */
export function fenceCheck(fence: FencedBy | undefined): CheckSpec {
  return { name: 'fence', kind: 'fence', settings: checked(fence) };
}

function checked(fence: FencedBy | undefined): unknown {
  switch (fence?.kind) {
    case undefined:
      return { by: 'nothing' };
    case 'app-configuration': {
      const { kind: by, store, apiVersion, primary, secondary } = fence;
      return { by, store, resource: keyOf(fence), apiVersion, primary, secondary };
    }
    case 'service-bus-rule': {
      const { kind: by, primary, secondary, serving } = fence;
      return { by, primary, secondary, serving, resting };
    }
    case 'webhook': {
      const { kind: by, state, primary, secondary } = fence;
      return { by, ...state, primary: primary.value, secondary: secondary.value };
    }
  }
}

/** The ARM ids of what a move writes for it. */
export function idsOf(fence: FencedBy | undefined): readonly string[] {
  switch (fence?.kind) {
    case undefined:
    case 'webhook':
      return [];
    case 'app-configuration':
      return [keyOf(fence)];
    case 'service-bus-rule':
      return [fence.primary, fence.secondary];
  }
}

function keyOf({ store, key, label }: FencedByKind<'app-configuration'>): string {
  return keyValueId(store, key, label);
}
