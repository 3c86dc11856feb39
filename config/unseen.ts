/** Finds the services that lie in a private network into which nobody looks. */

import type { ServiceName, WatchName } from '../core/names.ts';
import { sides } from '../core/names.ts';
import type { Service } from '../core/watch.ts';
import type { Estate } from './estate.ts';

export interface Unseen {
  readonly watch: WatchName;
  readonly service: ServiceName;
  readonly why: string;
}

/** Seen is who has a relay at each side, or a vantage in a network of ours that may lead there. */
export function unseenIn({ watches, networks = {} }: Estate): readonly Unseen[] {
  return watches.flatMap(({ name: watch, services, vantages, quorum }) => {
    const inside = vantages.filter((one) => typeof networks[one] === 'object').length;
    return services.flatMap((service): Unseen[] => {
      if (service.private !== true || isRelayed(service) || inside >= quorum) return [];
      const from =
        inside === 0 ? 'no vantage stands' : `only ${inside} of ${quorum} vantages stand`;
      const why = `is private, has no relay, and ${from} in a network of yours`;
      return [{ watch, service: service.name, why }];
    });
  });
}

function isRelayed({ probes }: Service): boolean {
  return sides.every((side) => probes[side].active.some(({ kind }) => kind === 'relay'));
}
