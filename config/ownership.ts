/** Whether anything in Azure would be moved by two hands: refused, unless both know of it. */

import type { DraftService, DraftWatch } from './draft.ts';
import type { Flaw } from './faults.ts';

interface Owner {
  readonly service: DraftService;
  /** `orders/order-api` */
  readonly label: string;
}

export function ownership(watches: readonly DraftWatch[]): readonly Flaw[] {
  const owners = new Map<string, Owner[]>();
  for (const watch of watches) {
    for (const service of watch.services) {
      const owner = { service, label: `${watch.name}/${service.name}` };
      for (const target of service.compiled?.targets ?? []) {
        owners.set(target, [...(owners.get(target) ?? []), owner]);
      }
    }
  }
  return [...owners].flatMap(([target, all]) => rivals(target, all));
}

/** The one who came first is named to the later ones; whoever has not said `shared` is told. */
function rivals(target: string, [first, ...later]: readonly Owner[]): readonly Flaw[] {
  if (first === undefined || later.length === 0) return [];
  const silent = [first, ...later].filter(({ service }) => service.shared === false);
  return silent.map((owner) => {
    const rival = owner === first ? later[0] : first;
    return {
      path: owner.service.path,
      message: `moves what ${rival?.label} moves as well: ${target}`,
      next: 'Leave it to one of them, or write shared: true on both.',
    };
  });
}
