/** Resources of the lab's ARM that have no method of their own: whoever keeps one is asked for it. */

import { type ArmState, Denied } from './azure.ts';

type General = Pick<ArmState, 'resource' | 'act' | 'patch' | 'put' | 'ask'>;

/** Some resources of the lab, told and changed in ARM's words. What it does not know, ARM refuses. */
export interface Keeper extends Partial<General> {
  /** `id`: of a resource, of a part or an action of it, maybe with a query. */
  keeps(id: string): boolean;
}

export function createKeepers(keepers: readonly Keeper[]): General {
  function keeperOf(id: string): Keeper {
    const keeper = keepers.find((one) => one.keeps(id));
    if (keeper !== undefined) return keeper;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }
  return {
    resource: (id) => (keeperOf(id).resource ?? none('GET', id))(id),
    act: (by, id, body) => (keeperOf(id).act ?? none('POST', id))(by, id, body),
    patch: (by, id, ...more) => (keeperOf(id).patch ?? none('PATCH', id))(by, id, ...more),
    put: (by, id, ...more) => (keeperOf(id).put ?? none('PUT', id))(by, id, ...more),
    ask: (by, id, body) => (keeperOf(id).ask ?? none('POST', id))(by, id, body),
  };
}

function none(method: string, id: string): () => never {
  return () => {
    throw new Denied(405, 'MethodNotAllowed', `'${id}' does not support '${method}'.`);
  };
}

/** Whether something is one of these resources, or a part or an action of one. */
export function among(ids: readonly string[]): Keeper['keeps'] {
  const known = ids.map((id) => id.toLowerCase());
  return (asked) => {
    const id = asked.split('?')[0]?.toLowerCase() ?? '';
    return known.some((one) => id === one || id.startsWith(`${one}/`));
  };
}
