/** The roles that the lab's identities were given, and what Azure makes of them at one scope. */

import type { Permission } from '../../core/azure.ts';
import { isGranted } from '../../core/rights.ts';
import type { Caller, GrantLayout, Layout } from './azure.ts';

export interface Grants {
  /** Of each role given to the caller on `scope` or above, what it gives: as ARM lists it. */
  permissions(by: Caller, scope: string): readonly Permission[];
  allows(by: Caller, action: string, scope: string): boolean;
  /** Somebody takes a right away: there and below, or wherever it was given. */
  take(identity: string, action: string, scope?: string): void;
  /** All that was taken. */
  giveBack(): void;
}

interface Taken {
  readonly identity: string;
  readonly action: string;
  readonly scope: string;
}

/** Where a layout names no roles, an identity may do everywhere what its `mayWrite` says. */
export function createGrants({ grants, identities }: Layout): Grants {
  const given: readonly GrantLayout[] =
    grants ??
    identities.map(({ name, mayWrite }) => {
      return { identity: name, scope: '', actions: [mayWrite ? '*' : '*/read'] };
    });
  let taken: readonly Taken[] = [];

  function permissions(by: Caller, scope: string): readonly Permission[] {
    const identity = identityOf(by);
    const gone = taken.filter((one) => one.identity === identity && isWithin(scope, one.scope));
    return given
      .filter((one) => one.identity === identity && isWithin(scope, one.scope))
      .map((one) => without(one, gone))
      .filter(({ actions, dataActions = [] }) => actions.length + dataActions.length > 0);
  }

  return {
    permissions,
    allows: (by, action, scope) => isGranted(permissions(by, scope), action),
    take(identity, action, scope = '') {
      taken = [...taken, { identity, action, scope }];
    },
    giveBack() {
      taken = [];
    },
  };
}

/** Azure takes an action out of a role that names it, and excepts it from one that has a pattern. */
function without(grant: GrantLayout, gone: readonly Taken[]): Permission {
  const { actions, notActions = [], dataActions } = grant;
  const names = gone.map(({ action }) => action);
  const isTaken = (action: string) =>
    names.some((name) => name.toLowerCase() === action.toLowerCase());
  const left = actions.filter((action) => !isTaken(action));
  const hasPattern = left.some((action) => action.includes('*'));
  return {
    actions: left,
    notActions: hasPattern ? [...notActions, ...names] : notActions,
    // Those of data are all given by name.
    ...(dataActions && { dataActions: dataActions.filter((action) => !isTaken(action)) }),
  };
}

function isWithin(scope: string, outer: string): boolean {
  const [id, holder] = [scope.toLowerCase(), outer.toLowerCase()];
  return id === holder || id.startsWith(`${holder}/`);
}

/** `switch/run-7` is the hand of one run behind the identity `switch`; Azure knows only that. */
export function identityOf(by: Caller): Caller {
  return by.split('/')[0] ?? by;
}
