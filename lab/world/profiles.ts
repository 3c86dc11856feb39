/** Traffic Manager: profiles in ARM's words, probing that leads clients elsewhere by itself, and the names it answers. */

import { type Side, sides } from '../../core/names.ts';
import { type Caller, Denied, type Layout, type ProfileLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface ProfileWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  /** Whether whoever serves a host answers. */
  readonly isUp: (host: string) => boolean;
}

interface Kept {
  readonly layout: ProfileLayout;
  readonly on: Record<Side, boolean>;
  /** Looks in a row that found it silent. */
  readonly failed: Record<Side, number>;
  /** Whom the name servers lead to; of several, to one after the other by chance. */
  shown: readonly Side[];
}

export interface Profiles extends Keeper {
  /** What the name servers of Traffic Manager say of a profile's name. */
  shown(name: string): { readonly target: string; readonly ttlSeconds: number } | undefined;
}

/** Of the documents on endpoint monitoring: fast probing, and the tolerance that is set by default. */
const probeMs = 10_000;
const tolerated = 3;

export function createProfiles({ profiles = [] }: Layout, world: ProfileWorld): Profiles {
  const { timeline, dice, pace, book, isUp } = world;
  const all = profiles.map(keep);
  const answers = dice.fork('answers');

  function settle(kept: Kept): void {
    const to = leadersOf(kept);
    timeline.after(dice.between(...pace.recordMs), () => {
      // What has changed since has its own time to be shown.
      if (String(leadersOf(kept)) === String(to)) kept.shown = to;
    });
  }

  function probe(kept: Kept): void {
    const before = String(leadersOf(kept));
    for (const side of sides) {
      kept.failed[side] = isUp(kept.layout.endpoints[side].target) ? 0 : kept.failed[side] + 1;
    }
    if (String(leadersOf(kept)) !== before) settle(kept);
    timeline.after(probeMs, () => probe(kept));
  }
  for (const kept of all) timeline.after(probeMs, () => probe(kept));

  function at(id: string): Kept | undefined {
    return all.find(({ layout }) => layout.id.toLowerCase() === id.toLowerCase());
  }

  function patch(by: Caller, id: string, body: unknown): unknown {
    timeline.catchUp();
    const [, profile = '', type = '', name = ''] = /^(.*)\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
    const kind = type.toLowerCase() === 'azureendpoints' ? 'azureEndpoints' : 'externalEndpoints';
    const operation = `Microsoft.Network/trafficManagerProfiles/${kind}/write`;
    book.admit(by, operation, profile);
    const kept = at(profile);
    const side = kept && sides.find((one) => same(kept.layout.endpoints[one].key, type, name));
    if (kept === undefined || side === undefined) throw notFound(id);
    const { endpointStatus } = Object(Object(body).properties);
    if (endpointStatus !== 'Enabled' && endpointStatus !== 'Disabled') {
      throw new Denied(400, 'BadRequest', `'${endpointStatus}' is no status of an endpoint.`);
    }
    kept.on[side] = endpointStatus === 'Enabled';
    kept.failed[side] = 0;
    settle(kept);
    book.keep(by, operation, id, endpointStatus);
    return endpointOf(kept, side);
  }

  return {
    keeps: among(all.map(({ layout }) => layout.id)),
    resource(id) {
      timeline.catchUp();
      const kept = at(id);
      if (kept === undefined) throw notFound(id);
      return profileOf(kept);
    },
    patch,
    shown(name) {
      const kept = all.find(({ layout }) => layout.name.toLowerCase() === name);
      if (kept === undefined || !sides.some((side) => kept.on[side])) return undefined;
      const { endpoints, ttlSeconds } = kept.layout;
      const [first = 'primary', ...more] = kept.shown;
      const side = more.length === 0 ? first : answers.pick(kept.shown);
      return { target: endpoints[side].target.toLowerCase(), ttlSeconds };
    },
  };
}

/** Both are on when the lab begins. */
function keep(layout: ProfileLayout): Kept {
  const on = { primary: true, secondary: true };
  const kept = { layout, on, failed: { primary: 0, secondary: 0 } };
  return { ...kept, shown: leadersOf(kept) };
}

/** Those that are on and answer; where none does, those that are on. Of them by priority the first alone. */
function leadersOf({ layout, on, failed }: Omit<Kept, 'shown'>): readonly Side[] {
  const enabled = sides.filter((side) => on[side]);
  const well = enabled.filter((side) => failed[side] <= tolerated);
  const leading = well.length > 0 ? well : enabled;
  return layout.routing === 'Weighted' ? leading : leading.slice(0, 1);
}

function profileOf(kept: Kept) {
  const { id, name, ttlSeconds } = kept.layout;
  const well = sides.some((side) => kept.on[side] && kept.failed[side] <= tolerated);
  return {
    id,
    name: id.split('/').at(-1),
    type: 'Microsoft.Network/trafficManagerProfiles',
    location: 'global',
    properties: {
      profileStatus: 'Enabled',
      trafficRoutingMethod: kept.layout.routing ?? 'Priority',
      dnsConfig: { relativeName: name.split('.')[0], fqdn: name, ttl: ttlSeconds },
      monitorConfig: {
        profileMonitorStatus: well ? 'Online' : 'Degraded',
        protocol: 'HTTPS',
        port: 443,
        path: '/',
        intervalInSeconds: probeMs / 1_000,
        toleratedNumberOfFailures: tolerated,
        timeoutInSeconds: 5,
      },
      endpoints: sides.map((side) => endpointOf(kept, side)),
    },
  };
}

function endpointOf({ layout, on, failed }: Kept, side: Side) {
  const { key, target } = layout.endpoints[side];
  const [type = '', name] = key.split('/');
  const well = failed[side] <= tolerated ? 'Online' : 'Degraded';
  return {
    id: `${layout.id}/${key}`,
    name,
    type: `Microsoft.Network/trafficManagerProfiles/${type.charAt(0).toLowerCase()}${type.slice(1)}`,
    properties: {
      endpointStatus: on[side] ? 'Enabled' : 'Disabled',
      endpointMonitorStatus: on[side] ? well : 'Disabled',
      target,
      weight: 1,
      priority: sides.indexOf(side) + 1,
    },
  };
}

function same(key: string, type: string, name: string): boolean {
  return key.toLowerCase() === `${type}/${name}`.toLowerCase();
}

function notFound(id: string): Denied {
  return new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}
