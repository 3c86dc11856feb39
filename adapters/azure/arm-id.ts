/** Takes ARM ids apart into what the clients ask for one by one. */

import { Trouble } from '../../core/trouble.ts';

export interface ArmId {
  readonly subscription: string;
  readonly group: string;
  /** Names below the provider, type by type: `{ dnszones: 'contoso.example', cname: 'orders' }`. */
  readonly names: Readonly<Record<string, string>>;
}

/** `/subscriptions/…/resourceGroups/…`, alone or with a resource of some provider below it. */
const shape =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)(?:\/providers\/[^/]+((?:\/[^/]+\/[^/]+)+))?\/?$/i;

export function armIdOf(id: string): ArmId {
  const [matched, subscription, group, rest = ''] = shape.exec(id) ?? [];
  if (matched === undefined || subscription === undefined || group === undefined) {
    throw unusable(id, 'it is not the id of a resource or a resource group');
  }
  const pairs = [...rest.matchAll(/\/([^/]+)\/([^/]+)/g)];
  const names = Object.fromEntries(
    pairs.map(([, type = '', name = '']) => [type.toLowerCase(), name]),
  );
  return { subscription, group, names };
}

/** The name that an id gives to one type, e.g. `workflows`. */
export function nameIn(id: string, type: string): string {
  const name = armIdOf(id).names[type.toLowerCase()];
  if (name === undefined) throw unusable(id, `it names none of ${type}`);
  return name;
}

function unusable(id: string, why: string): Trouble {
  return new Trouble('arm-id-unusable', {
    message: `Cannot ask ARM for ${id}: ${why}`,
    next: 'Copy the resource id from the Azure portal, under Properties or JSON view.',
  });
}
