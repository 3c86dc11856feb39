/** Which rights a step needs and where, and whether what Azure says of an identity covers them. */

import type { Permission } from './azure.ts';
import type { Right, StepKind } from './kinds.ts';

/** What it says itself; or all its permissions on what it changes, and those to read on what it lists. */
/** All its permissions on what it changes in Azure, and those to read on what it lists there. */
export function rightsOfStep<S>(
  kind: Pick<StepKind<S>, 'permissions' | 'targets' | 'reads' | 'rights'>,
  settings: S,
): readonly Right[] {
  if (kind.rights !== undefined) return kind.rights(settings);
  const { permissions, targets, reads } = kind;
  const toRead = permissions.filter((action) => action.endsWith('/read'));
  const on = (scope: string) => (action: string) => ({ action, scope, plane: 'control' }) as const;
  return [
    ...targets(settings)
      .filter(isAzures)
      .flatMap((id) => permissions.map(on(id))),
    ...(reads?.(settings) ?? []).flatMap((id) => toRead.map(on(id))),
  ];
}

/** What is kept elsewhere is not Azure's to give a right on. */
export function isAzures(target: string): boolean {
  return target.startsWith('/subscriptions/');
}

/**
 * Members of a tag (`…/workflows/*[farwatch=edi]`) are known only to Azure and change under our hands,
 * so a right on them is one on their resource group.
 */
export function withoutPattern(scope: string): string {
  return scope.includes('*') ? scope.slice(0, scope.search(/\/providers\//i)) : scope;
}

/** Each role counts for itself: what one leaves out another may give. */
export function isGranted(
  permissions: readonly Permission[],
  action: string,
  plane: Right['plane'] = 'control',
): boolean {
  const onPlane = permissions.map(({ actions, notActions, dataActions, notDataActions }) =>
    plane === 'control'
      ? { given: actions, without: notActions }
      : { given: dataActions ?? [], without: notDataActions ?? [] },
  );
  return onPlane.some(
    ({ given, without }) =>
      given.some((pattern) => covers(pattern, action)) &&
      !without.some((pattern) => covers(pattern, action)),
  );
}

/** A pattern as Azure reads it, `Microsoft.Logic/*` for one: a star takes slashes too. */
function covers(pattern: string, action: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replaceAll('.', '\\.'));
  return new RegExp(`^${pieces.join('.*')}$`, 'i').test(action);
}

/** `edi-receive-orders in contoso-edi-we`, for people: of a full ARM id. */
export function calledOf(scope: string): string {
  const [, group = scope, provided = ''] =
    /\/resourceGroups\/([^/]+)(?:\/providers\/[^/]+\/(.+))?$/i.exec(scope) ?? [];
  // Types and names take turns, so every second segment is a name.
  const names = provided.split('/').filter((_, at) => at % 2 === 1);
  return names.length === 0 ? group : `${names.join('/')} in ${group}`;
}
