/** Service Bus Geo-DR aliases: who leads, who is paired with whom, and failovers under way. */

import type { Alias } from '../../core/azure.ts';
import { other, type Region, type Side, sides } from '../../core/names.ts';
import { type AliasLayout, type ArmState, Denied, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Pace } from './pace.ts';
import type { ServiceBus } from './service-bus.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

export interface AliasState {
  readonly layout: AliasLayout;
  /** The side whose namespace the alias leads to. */
  leads: Side;
  paired: boolean;
  /** When a failover was accepted, or a pairing; until it lands. */
  changing: { readonly since: number; readonly hiddenMs: number } | undefined;
}

export interface Aliases
  extends Pick<ArmState, 'alias' | 'failOverAlias' | 'breakPairing' | 'pair'> {
  readonly all: readonly AliasState[];
  /** From now on it leads there, as if a failover had just landed. */
  lead(alias: AliasState, to: Side): void;
  /** Called whenever an alias has come to lead elsewhere. */
  watch(told: (alias: AliasState) => void): void;
}

interface AliasWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  /** Whether a namespace's region lets Service Bus answer. */
  readonly isUp: (host: string, region: Region) => boolean;
  /** What a namespace holds, and how a pairing copies it. */
  readonly bus: () => Pick<ServiceBus, 'entities' | 'replicate'>;
}

const config = 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs';

export function createAliases(layout: Layout, world: AliasWorld): Aliases {
  const { timeline, dice, pace, book } = world;
  const all = layout.aliases.map(
    (alias): AliasState => ({ layout: alias, leads: 'primary', paired: true, changing: undefined }),
  );
  const watchers: ((alias: AliasState) => void)[] = [];

  function land(alias: AliasState, to: Side): void {
    // A replicated namespace stays replicated: only the roles are exchanged.
    const paired = alias.layout.replicated === true;
    Object.assign(alias, { leads: to, paired, changing: undefined });
    for (const told of watchers) told(alias);
  }

  return {
    all,
    lead: land,
    watch: (told) => watchers.push(told),
    alias(namespace, name) {
      timeline.catchUp();
      const { alias, side } = find(all, namespace, name);
      return tell(alias, side, timeline.now());
    },
    failOverAlias(by, namespace, name, safe) {
      timeline.catchUp();
      const operation = `${config}/failover`;
      book.admit(by, operation, `${namespace}/disasterRecoveryConfigs/${name}`);
      const { alias, side } = find(all, namespace, name);
      mayFailOver(alias, side);
      if (safe) bothUp(alias, layout, world);
      alias.changing = { since: timeline.now(), hiddenMs: pace.aliasHiddenMs };
      timeline.after(dice.between(...pace.aliasMs), () => land(alias, side));
      book.keep(by, operation, alias.layout.namespaces[side].id, safe ? 'safe' : 'forced');
    },
    breakPairing(by, namespace, name) {
      timeline.catchUp();
      const operation = `${config}/breakPairing`;
      book.admit(by, operation, `${namespace}/disasterRecoveryConfigs/${name}`);
      const { alias, side } = find(all, namespace, name);
      mayBreak(alias, side);
      alias.paired = false;
      book.keep(by, operation, alias.layout.namespaces[side].id, name);
    },
    pair(by, namespace, name, partner) {
      timeline.catchUp();
      const operation = `${config}/write`;
      book.admit(by, operation, `${namespace}/disasterRecoveryConfigs/${name}`);
      const { alias, side } = find(all, namespace, name);
      mayPair(alias, side, partner, world.bus().entities(partner).length);
      alias.paired = true;
      alias.changing = { since: timeline.now(), hiddenMs: 0 };
      timeline.after(dice.between(...pace.pairMs), () => {
        alias.changing = undefined;
        world.bus().replicate(alias.layout.namespaces[side].id, partner);
      });
      book.keep(by, operation, alias.layout.namespaces[side].id, `with ${partner}`);
    },
  };
}

function find(
  all: readonly AliasState[],
  namespace: string,
  name: string,
): { readonly alias: AliasState; readonly side: Side } {
  for (const alias of all) {
    if (alias.layout.replicated || !same(alias.layout.alias, name)) continue;
    const side = sides.find((s) => same(alias.layout.namespaces[s].id, namespace));
    if (side !== undefined && (alias.paired || side === alias.leads)) return { alias, side };
  }
  throw new Denied(404, 'NotFound', `The disaster recovery configuration '${name}' was not found.`);
}

/** As ARM tells it: nothing at first, then `Accepted`, then what has become true. */
function tell(alias: AliasState, side: Side, now: number): Alias {
  const { changing, paired } = alias;
  const shows = changing !== undefined && now >= changing.since + changing.hiddenMs;
  const provisioningState = shows ? 'Accepted' : 'Succeeded';
  if (!paired) {
    const role = 'PrimaryNotReplicating';
    return { role, provisioningState, partner: undefined, pendingReplications: undefined };
  }
  const role = side === alias.leads ? 'Primary' : 'Secondary';
  const partner = alias.layout.namespaces[other(side)].id;
  return { role, provisioningState, partner, pendingReplications: 0 };
}

function mayFailOver(alias: AliasState, side: Side): void {
  const name = alias.layout.alias;
  if (alias.changing !== undefined) throw busy(name);
  if (!alias.paired) throw bad(`'${name}' is not paired: there is nothing to fail over to.`);
  if (side === alias.leads)
    throw bad(`Failover of '${name}' is initiated over the secondary only.`);
}

function bothUp(alias: AliasState, layout: Layout, { isUp }: AliasWorld): void {
  const { alias: name, namespaces } = alias.layout;
  if (sides.every((side) => isUp(namespaces[side].host, layout.regions[side]))) return;
  throw bad(`Safe failover of '${name}' needs both namespaces to be reachable.`);
}

function mayBreak(alias: AliasState, side: Side): void {
  const name = alias.layout.alias;
  if (alias.changing !== undefined) throw busy(name);
  if (!alias.paired) throw bad(`'${name}' is not paired.`);
  if (side !== alias.leads)
    throw bad(`Break pair of '${name}' is initiated over the primary only.`);
}

/** A former primary may hold no queue and no topic when it is to stand by again. */
function mayPair(alias: AliasState, side: Side, partner: string, held: number): void {
  const { alias: name, namespaces } = alias.layout;
  if (alias.changing !== undefined) throw busy(name);
  if (alias.paired) throw new Denied(409, 'Conflict', `'${name}' is already paired.`);
  if (!same(namespaces[other(side)].id, partner)) throw bad(`'${partner}' was not found.`);
  if (held === 0) return;
  throw new Denied(409, 'Conflict', `The partner must be empty, and still holds ${held} entities.`);
}

function busy(name: string): Denied {
  return new Denied(409, 'Conflict', `Another conflicting operation is in progress on '${name}'.`);
}

function bad(text: string): Denied {
  return new Denied(400, 'BadRequest', text);
}

function same(one: string, two: string): boolean {
  return one.toLowerCase() === two.toLowerCase();
}
