/** Gateways, namespaces and plans that are made larger and smaller: told and changed in ARM's words. */

import { typeOf } from '../../core/provisioned.ts';
import { Denied, type Layout, type SizeLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface SizeWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
}

interface Kept {
  readonly layout: SizeLayout;
  size: number;
  changing: boolean;
}

type Sku = Readonly<{ name: string; tier: string }>;

const skus: Readonly<Record<string, Sku>> = {
  'Microsoft.ApiManagement/service': { name: 'Premium', tier: 'Premium' },
  'Microsoft.ServiceBus/namespaces': { name: 'Premium', tier: 'Premium' },
  'Microsoft.Web/serverfarms': { name: 'P1v3', tier: 'PremiumV3' },
};

export function createSizes({ sizes = [], regions }: Layout, world: SizeWorld): Keeper {
  const { timeline, dice, pace, book } = world;
  const all = sizes.map((layout): Kept => ({ layout, size: layout.size, changing: false }));
  const find = (id: string) =>
    all.find(({ layout }) => layout.id.toLowerCase() === id.toLowerCase());

  function at(id: string): Kept {
    timeline.catchUp();
    const kept = find(id);
    if (kept !== undefined) return kept;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function bodyOf({ layout: { id, side }, size, changing }: Kept) {
    const type = typeOf(id);
    return {
      id,
      name: id.split('/').at(-1),
      type,
      location: regions[side],
      sku: { ...skus[type], capacity: size },
      properties: { provisioningState: changing ? 'Updating' : 'Succeeded' },
    };
  }

  return {
    keeps: (id) => find(id) !== undefined,
    resource: (id) => bodyOf(at(id)),
    patch(by, id, body) {
      const kept = at(id);
      const operation = `${typeOf(id)}/write`;
      book.admit(by, operation, id);
      const { capacity, name } = Object(Object(body).sku);
      if (typeof name !== 'string') throw bad('The parameter SKU cannot be null.');
      if (typeof capacity !== 'number' || capacity < 1) throw bad(`'${capacity}' is no capacity.`);
      if (kept.changing) {
        throw new Denied(409, 'Conflict', 'Another conflicting operation is in progress.');
      }
      kept.changing = true;
      timeline.after(dice.between(...pace.sizeMs), () => {
        Object.assign(kept, { size: capacity, changing: false });
      });
      book.keep(by, operation, kept.layout.id, `${kept.size} to ${capacity}`);
      return bodyOf(kept);
    },
  };
}

function bad(text: string): Denied {
  return new Denied(400, 'BadRequest', text);
}
