/** Resources that Azure keeps in two regions: who leads, told and changed in ARM's words. */

import { other, type Side, sides } from '../../core/names.ts';
import type { Aliases, AliasState } from './aliases.ts';
import { type Caller, Denied, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

interface ReplicaWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
}

const lagSeconds = 300;

export function createReplicas(
  { regions }: Layout,
  aliases: Aliases,
  { timeline, dice, pace, book }: ReplicaWorld,
): Keeper {
  const replicated = aliases.all.filter(({ layout }) => layout.replicated);

  function at(asked: string): AliasState {
    timeline.catchUp();
    const id = asked.split('?')[0]?.toLowerCase();
    const found = replicated.find(
      ({ layout }) => layout.namespaces.primary.id.toLowerCase() === id,
    );
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${asked}' was not found.`);
  }

  function promote(by: Caller, id: string, body: unknown): void {
    const operation = 'Microsoft.ServiceBus/namespaces/failover';
    book.admit(by, operation, id);
    const state = at(id);
    const { primaryLocation, force } = Object(Object(body).properties);
    const to = sides.find((side) => regions[side] === plain(primaryLocation));
    if (to === undefined) throw bad(`'${primaryLocation}' is no location of this namespace.`);
    if (state.changing !== undefined) {
      throw new Denied(409, 'Conflict', 'Another conflicting operation is in progress.');
    }
    if (to === state.leads) throw bad(`'${primaryLocation}' is the primary location.`);
    state.changing = { since: timeline.now(), hiddenMs: pace.aliasHiddenMs };
    timeline.after(dice.between(...pace.aliasMs), () => aliases.lead(state, to));
    book.keep(by, operation, id, force === true ? 'forced' : 'planned');
  }

  return {
    keeps: among(replicated.map(({ layout }) => layout.namespaces.primary.id)),
    resource(id) {
      const state = at(id);
      const name = state.layout.alias;
      const location = (side: Side, roleType: 'Primary' | 'Secondary') => {
        return { locationName: regions[side], roleType };
      };
      const shows = timeline.now() >= (state.changing?.since ?? 0) + pace.aliasHiddenMs;
      const settled = state.changing === undefined || !shows;
      return {
        id,
        name,
        type: 'Microsoft.ServiceBus/Namespaces',
        location: regions.primary,
        sku: { name: 'Premium', tier: 'Premium', capacity: 1 },
        properties: {
          provisioningState: settled ? 'Succeeded' : 'Updating',
          geoDataReplication: {
            maxReplicationLagDurationInSeconds: lagSeconds,
            locations: [
              location(state.leads, 'Primary'),
              location(other(state.leads), 'Secondary'),
            ],
          },
        },
      };
    },
    act(by, id, body) {
      const [, resource, action] = /^([^?]*)\/(\w+)(?:\?.*)?$/.exec(id) ?? [];
      if (action !== 'failover' || resource === undefined) {
        throw new Denied(404, 'NotFound', `There is no '${action}' here.`);
      }
      promote(by, resource, body);
    },
  };
}

function plain(location: unknown): string {
  return String(location).replaceAll(' ', '').toLowerCase();
}

function bad(text: string): Denied {
  return new Denied(400, 'BadRequest', text);
}
