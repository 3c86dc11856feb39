/** Custom roles for Azure: one for each step kind and resource, and nothing in any that nobody needs. */

import type { Estate } from '../config/estate.ts';
import { moves, rolePrefix } from './names.ts';
import { type IdentityName, type NeededRight, rightsOf } from './rights.ts';
import { calledOf, type Scope } from './scope.ts';

export interface AzureRole {
  /** Unique in the tenant: `farwatch/contoso/switch/dns-record/contoso-dns/contoso.com/orders`. */
  readonly name: string;
  readonly description: string;
  readonly identity: IdentityName;
  /** The one thing it is assigned on. */
  readonly scope: Scope;
  readonly actions: readonly string[];
  readonly dataActions: readonly string[];
}

export function rolesOf(estate: Estate): readonly AzureRole[] {
  const rights = rightsOf(estate).flatMap((right) =>
    // Looking is one trust, whatever looks; of each way to act it must be known who may.
    right.identity === 'look'
      ? [{ right, kind: 'read' }]
      : right.kinds.map((kind) => ({ right, kind })),
  );
  const roles = Map.groupBy(rights, ({ right: { identity, scope }, kind }) =>
    [identity, kind, scope.id.toLowerCase()].join(' '),
  );
  const made = [...roles.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const all = [first, ...rest].map(({ right }) => right);
    return [roleOf(first.kind, first.right, all, estate)];
  });
  const namesakes = Map.groupBy(made, ({ name }) => name.toLowerCase());
  return made.map((role) =>
    namesakes.get(role.name.toLowerCase())?.length === 1 ? role : withType(role),
  );
}

/** An app and its plan may be called the same in one group: their types tell them apart. */
function withType(role: AzureRole): AzureRole {
  const type = role.scope.resource?.type.split('/').slice(1).join('-');
  return type === undefined ? role : { ...role, name: `${role.name}/${type}` };
}

function roleOf(
  kind: string,
  { identity, scope }: NeededRight,
  all: readonly NeededRight[],
  estate: Estate,
): AzureRole {
  const on = (plane: NeededRight['plane']) =>
    all.filter((right) => right.plane === plane).map(({ action }) => action);
  // Groups of another subscription may be called the same.
  const abroad = scope.subscription === estate.azure.subscription ? [] : [scope.subscription];
  const where = [...abroad, scope.group, ...(scope.resource?.names ?? [])].join('/');
  const what = identity === 'look' ? 'Lets farwatch look at' : `Lets farwatch carry out ${kind} on`;
  return {
    name: `${rolePrefix(estate)}${identity}/${kind}/${where}`,
    description: `${what} ${calledOf(scope)}.`,
    identity,
    scope,
    actions: on('control'),
    dataActions: on('data'),
  };
}

/** The identities that exist: where nothing is ever moved, nobody is made who could. */
export function identitiesOf(estate: Estate): readonly IdentityName[] {
  return moves(estate) ? ['look', 'switch'] : ['look'];
}
