/** API Management in several regions: gateways turned in ARM's words, and the name that leads to one of them. */

import { other, type Side, sides } from '../../core/names.ts';
import { type Caller, Denied, type Layout, type MultiRegionLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface MultiRegionWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  /** Whether whoever serves a host answers. */
  readonly isUp: (host: string) => boolean;
}

interface Kept {
  readonly layout: MultiRegionLayout;
  /** What was last written of the additional locations, without what only ARM may say. */
  additional: readonly object[];
  /** As ARM tells it, at once. */
  wanted: Readonly<Record<Side, boolean>>;
  /** As the gateways do, once the update is over. */
  on: Readonly<Record<Side, boolean>>;
  updating: boolean;
}

export interface MultiRegions extends Keeper {
  /** Where the name of a service leads: to the nearest gateway, which is the primary's for everybody. */
  shown(name: string): { readonly target: string; readonly ttlSeconds: number } | undefined;
  /** A gateway, by its own host, that is disabled. */
  isOff(host: string): boolean;
}

const operation = 'Microsoft.ApiManagement/service/write';
const ttlSeconds = 60;
const sku = { name: 'Premium', capacity: 1 };

export function createMultiRegions(
  { regions, multiRegions = [] }: Layout,
  world: MultiRegionWorld,
): MultiRegions {
  const { timeline, dice, pace, book, isUp } = world;
  const all = multiRegions.map((layout): Kept => {
    const on = { primary: true, secondary: layout.standby === 'enabled' };
    const additional = [{ location: regions[other(layout.master)], sku }];
    return { layout, additional, wanted: on, on, updating: false };
  });

  function at(id: string): Kept {
    timeline.catchUp();
    const kept = all.find(({ layout }) => layout.id.toLowerCase() === id.toLowerCase());
    if (kept !== undefined) return kept;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function patch(by: Caller, id: string, body: unknown): unknown {
    const kept = at(id);
    book.admit(by, operation, id);
    if (kept.updating) {
      const name = id.split('/').at(-1);
      const text = `The API Service ${name} is transitioning at this time. Please try the request again later.`;
      throw new Denied(409, 'ServiceLocked', text);
    }
    const { properties } = Object(body);
    const { disableGateway, additionalLocations: additional = kept.additional } =
      Object(properties);
    const { master } = kept.layout;
    const [only, ...more] = additional;
    if (only?.location !== regions[other(master)] || more.length > 0) {
      throw bad('The locations of a service of this lab cannot be changed.');
    }
    const isOn = (side: Side) => {
      const disabled = side === master ? disableGateway : only.disableGateway;
      return typeof disabled === 'boolean' ? !disabled : kept.wanted[side];
    };
    const wanted = { primary: isOn('primary'), secondary: isOn('secondary') };
    if (!wanted.primary && !wanted.secondary) throw bad('All gateways cannot be disabled.');
    Object.assign(kept, { wanted, additional, updating: true });
    timeline.after(dice.between(...pace.aliasMs), () => {
      Object.assign(kept, { on: kept.wanted, updating: false });
    });
    const enabled = sides.filter((side) => wanted[side]);
    book.keep(by, operation, kept.layout.id, `${enabled.join(' and ')} enabled`);
    return shownOf(kept);
  }

  function shownOf({ layout, additional, wanted, updating }: Kept) {
    const { id, host, gateways, master } = layout;
    const ofSide = (side: Side) => ({
      gatewayRegionalUrl: `https://${gateways[side]}`,
      disableGateway: !wanted[side],
    });
    return {
      id,
      name: id.split('/').at(-1),
      type: 'Microsoft.ApiManagement/service',
      location: regions[master],
      sku,
      properties: {
        provisioningState: updating ? 'Updating' : 'Succeeded',
        gatewayUrl: `https://${host}`,
        hostnameConfigurations: [{ type: 'Proxy', hostName: host, defaultSslBinding: true }],
        virtualNetworkType: 'None',
        ...ofSide(master),
        additionalLocations: additional.map((told) => ({ ...told, ...ofSide(other(master)) })),
      },
    };
  }

  return {
    keeps: among(all.map(({ layout }) => layout.id)),
    resource: (id) => shownOf(at(id)),
    patch,
    shown(name) {
      const kept = all.find(({ layout }) => layout.host.toLowerCase() === name);
      if (kept === undefined) return undefined;
      const { gateways } = kept.layout;
      const enabled = sides.filter((side) => kept.on[side]);
      const side = enabled.find((one) => isUp(gateways[one])) ?? enabled[0] ?? 'primary';
      return { target: gateways[side].toLowerCase(), ttlSeconds };
    },
    isOff: (host) =>
      all.some(({ layout, on }) =>
        sides.some((side) => !on[side] && layout.gateways[side].toLowerCase() === host),
      ),
  };
}

function bad(text: string): Denied {
  return new Denied(400, 'InvalidParameters', text);
}
