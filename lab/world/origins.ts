/** Front Door: origins in ARM's words, changed a while after they were told to, and whom its edges lead to. */

import { type Side, sides } from '../../core/names.ts';
import { type Caller, Denied, type Layout, type OriginsLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface OriginWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  /** Whether whoever serves a host answers. */
  readonly isUp: (host: string) => boolean;
}

interface Kept {
  readonly layout: OriginsLayout;
  readonly on: Record<Side, boolean>;
  /** What the edges go by. */
  readonly shown: Record<Side, boolean>;
  readonly updating: Record<Side, boolean>;
}

export interface Origins extends Keeper {
  /** Whom an edge leads to that is asked for a name. */
  shown(name: string): { readonly target: string; readonly ttlSeconds: number } | undefined;
}

const type = 'Microsoft.Cdn/profiles/originGroups/origins';

export function createOrigins({ origins = [] }: Layout, world: OriginWorld): Origins {
  const { timeline, dice, pace, book, isUp } = world;
  const all = origins.map(keep);

  function at(id: string): { kept: Kept; side: Side } {
    const asked = id.toLowerCase();
    for (const kept of all) {
      const side = sides.find((one) => idOf(kept.layout, one).toLowerCase() === asked);
      if (side !== undefined) return { kept, side };
    }
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function patch(by: Caller, id: string, body: unknown): unknown {
    timeline.catchUp();
    book.admit(by, `${type}/write`, id);
    const { kept, side } = at(id);
    if (kept.updating[side]) {
      throw new Denied(409, 'Conflict', 'That resource is being updated. Try again later.');
    }
    const { enabledState } = Object(Object(body).properties);
    if (enabledState !== 'Enabled' && enabledState !== 'Disabled') {
      throw new Denied(400, 'BadRequest', `'${enabledState}' is no state of an origin.`);
    }
    kept.on[side] = enabledState === 'Enabled';
    kept.updating[side] = true;
    timeline.after(dice.between(...pace.aliasMs), () => {
      kept.shown[side] = kept.on[side];
      kept.updating[side] = false;
    });
    book.keep(by, `${type}/write`, idOf(kept.layout, side), enabledState);
    return originOf(kept, side);
  }

  return {
    keeps: among(all.flatMap(({ layout }) => sides.map((side) => idOf(layout, side)))),
    resource(id) {
      timeline.catchUp();
      const { kept, side } = at(id);
      return originOf(kept, side);
    },
    patch,
    shown(name) {
      const kept = all.find(({ layout }) => layout.name?.toLowerCase() === name);
      if (kept === undefined) return undefined;
      // Its own probing leads past a side that does not answer, where another one is on.
      const on = sides.filter((side) => kept.shown[side]);
      const hostOf = (side: Side) => kept.layout.origins[side].host.toLowerCase();
      const led = on.find((side) => isUp(hostOf(side))) ?? on[0];
      return led === undefined ? undefined : { target: hostOf(led), ttlSeconds: 60 };
    },
  };
}

function keep(layout: OriginsLayout): Kept {
  const on = { primary: true, secondary: layout.standby };
  return { layout, on, shown: { ...on }, updating: { primary: false, secondary: false } };
}

function idOf({ group, origins }: OriginsLayout, side: Side): string {
  return `${group}/origins/${origins[side].name}`;
}

function originOf({ layout, on, updating }: Kept, side: Side) {
  const { name, host } = layout.origins[side];
  return {
    id: idOf(layout, side),
    name,
    type,
    properties: {
      hostName: host,
      httpPort: 80,
      httpsPort: 443,
      originHostHeader: host,
      priority: sides.indexOf(side) + 1,
      weight: 1_000,
      enabledState: on[side] ? 'Enabled' : 'Disabled',
      enforceCertificateNameCheck: true,
      provisioningState: updating[side] ? 'Updating' : 'Succeeded',
      deploymentStatus: 'NotStarted',
    },
  };
}
