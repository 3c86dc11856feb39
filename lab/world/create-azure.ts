/** Puts the lab's Azure together: one state, moved by the in-memory ports and by the wire alike. */

import { type Instant, type Region, sides } from '../../core/names.ts';
import { createAccounts } from './accounts.ts';
import { type Aliases, createAliases } from './aliases.ts';
import { createApps } from './apps.ts';
import type { ArmState, AzureWorld, Layout, Place } from './azure.ts';
import { createBusEntities } from './bus-entities.ts';
import { createChains } from './chains.ts';
import type { Dice } from './dice.ts';
import { identifyBy } from './entra-book.ts';
import { createFaults } from './faults.ts';
import { createGrants, type Grants } from './grants.ts';
import { groupLocationOf } from './groups.ts';
import { hostsOf, placeOf } from './hosts.ts';
import { createIntegrations } from './integrations.ts';
import { createKeepers } from './keepers.ts';
import { createMultiRegions } from './multi-regions.ts';
import { type Pace, usualPace } from './pace.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';
import { createProfiles } from './profiles.ts';
import { createPublishers } from './publishers.ts';
import { createRecordSets, type RecordSets } from './record-sets.ts';
import { createRelays } from './relays.ts';
import { createReplicas } from './replicas.ts';
import { serveHost } from './serve.ts';
import { createServiceBus } from './service-bus.ts';
import { createSites, sitesOf } from './sites.ts';
import { createSizes } from './sizes.ts';
import { createTimeline } from './timeline.ts';
import { createTopics } from './topics.ts';
import { createTraffic } from './traffic.ts';
import { createWorkflows, type Workflows } from './workflows.ts';
import { createWrites } from './writes.ts';
import { createZones } from './zones.ts';

export interface AzureOptions {
  readonly clock: { now(): Instant };
  readonly dice: Dice;
  /** What is to go at another pace than usual. */
  readonly pace?: Partial<Pace>;
}

export function createAzure(layout: Layout, options: AzureOptions): AzureWorld {
  const { clock, dice } = options;
  const pace = { ...usualPace, ...options.pace };
  const timeline = createTimeline(clock);
  const hosts = hostsOf(layout);
  const faults = createFaults(timeline, dice.fork('faults'));
  const grants = createGrants(layout);
  const book = createWrites(grants, pace, timeline);
  const parts = { timeline, pace, book };
  const workflows = createWorkflows(layout, { ...parts, dice: dice.fork('workflows') });
  const recordSets = createRecordSets(layout, { ...parts, dice: dice.fork('record-sets') });
  const aliases = createAliases(layout, {
    ...parts,
    dice: dice.fork('aliases'),
    isUp: (host, region) => !faults.isDark([`${region}/servicebus/${host.split('.')[0]}`]),
    bus: () => bus,
  });
  const bus = createServiceBus(layout, aliases.all, timeline);
  const accounts = createAccounts(layout, {
    ...parts,
    dice: dice.fork('accounts'),
    isUp: ({ hosts: at }, side) =>
      !faults.isDark([`${layout.regions[side]}/storage/${at[side].split('.')[0]}`]),
  });
  const profiles = createProfiles(layout, {
    ...parts,
    dice: dice.fork('profiles'),
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
  const multiRegions = createMultiRegions(layout, {
    ...parts,
    dice: dice.fork('multi-regions'),
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
  const apps = createApps(layout, aliases, { ...parts, dice: dice.fork('apps') });
  const pipelines = createPipelines(layout, { ...parts, dice: dice.fork('pipelines') });
  const integrations = createIntegrations(layout, {
    ...{ timeline, workflows, book },
    isUp: (region) => !faults.isDark([`${region}/logic/integration`]),
  });
  const topics = createTopics(layout, {
    ...{ timeline, pace, dice: dice.fork('topics') },
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
  const zones = createZones(layout, hosts, {
    recordSets,
    profiles,
    multiRegions,
    aliases: aliases.all,
    accounts: accounts.all,
    aliasTtlSeconds: pace.aliasTtlSeconds,
  });

  function placesOf(asked: string): readonly Place[] {
    timeline.catchUp();
    const name = zones.follow(asked.toLowerCase().replace(/\.$/, ''));
    const host = hosts.get(name);
    const place = host && placeOf(name, host);
    return place === undefined ? [] : [place];
  }

  const relays = createRelays(layout, { bus, faults, dice: dice.fork('relays'), placesOf });
  const chains = createChains(layout, {
    ...{ timeline, pace, faults, workflows, aliases, placesOf },
    dice: dice.fork('chains'),
  });

  const world: AzureWorld = {
    layout,
    faults,
    arm: {
      ...armOf(layout, { workflows, recordSets, aliases, grants, pipelines }),
      ...createBusEntities(bus, aliases.all, book),
      ...createKeepers([
        accounts,
        apps,
        integrations,
        profiles,
        multiRegions,
        createSites(layout, { ...parts, workflows, dice: dice.fork('sites') }),
        createPublishers(layout, { ...parts, dice: dice.fork('publishers') }),
        pipelines,
        workflows,
        createReplicas(layout, aliases, { ...parts, dice: dice.fork('replicas') }),
        createSizes(layout, { ...parts, dice: dice.fork('sizes') }),
      ]),
    },
    grants,
    bus,
    traffic: createTraffic(layout, {
      ...{ timeline, pace, faults, workflows, aliases, apps, bus, zones, placesOf, integrations },
      dice: dice.fork('traffic'),
    }),
    writes: book.writes,
    advance: timeline.catchUp,
    placesOf,
    serve(asked, request) {
      timeline.catchUp();
      const name = zones.follow(asked.toLowerCase());
      const host = hosts.get(name);
      if (multiRegions.isOff(name)) return serveHost(undefined, request, workflows);
      if (host?.is === 'blobs') return accounts.serve(host.account, request);
      if (host?.is === 'topic') return topics.publish(host.topic, request);
      if (host?.is === 'queue') return topics.read(host.topic, request);
      const led = host?.is === 'gateway' && ledTo(layout, asked, request.region, hosts);
      const special = relays.serve(asked, request) ?? chains.serve(asked.toLowerCase(), request);
      return special ?? serveHost(led || host, request, workflows);
    },
    answer(name, type) {
      timeline.catchUp();
      return zones.answer(name, type);
    },
    identify: identifyBy(layout.identities),
  };
  return world;
}

/** A client that still holds an old answer of the name servers is led to the region it names. */
function ledTo(
  layout: Layout,
  asked: string,
  region: Region | undefined,
  hosts: ReturnType<typeof hostsOf>,
) {
  const name = hosts.get(asked.toLowerCase());
  if (name?.is !== 'public' || region === undefined) return undefined;
  const side = sides.find((s) => layout.regions[s] === region);
  return side && hosts.get(name.name.targets[side].toLowerCase());
}

function armOf(
  layout: Layout,
  parts: {
    workflows: Workflows;
    recordSets: RecordSets;
    aliases: Aliases;
    grants: Grants;
    pipelines: Pipelines;
  },
): Omit<
  ArmState,
  'busEntities' | 'deleteBusEntity' | 'resource' | 'act' | 'patch' | 'put' | 'ask'
> {
  const { workflows, recordSets, aliases, grants, pipelines } = parts;
  const regional = new Map<string, Region>();
  for (const { id, side } of layout.workflows) regional.set(id.toLowerCase(), layout.regions[side]);
  for (const { id, side } of sitesOf(layout)) regional.set(id.toLowerCase(), layout.regions[side]);
  for (const { accounts } of layout.integrations ?? []) {
    for (const side of sides) regional.set(accounts[side].toLowerCase(), layout.regions[side]);
  }
  for (const { id, master } of layout.multiRegions ?? []) {
    regional.set(id.toLowerCase(), layout.regions[master]);
  }
  for (const { factory, side } of layout.pipelines ?? []) {
    regional.set(factory.toLowerCase(), layout.regions[side]);
  }
  for (const { id, side } of layout.sizes ?? []) {
    regional.set(id.toLowerCase(), layout.regions[side]);
  }
  for (const { namespaces, replicated, apps } of layout.aliases) {
    for (const side of sides) {
      for (const id of apps?.[side] ?? []) regional.set(id.toLowerCase(), layout.regions[side]);
    }
    // ARM answers for it from whichever region is left.
    for (const side of replicated ? [] : sides) {
      regional.set(namespaces[side].id.toLowerCase(), layout.regions[side]);
    }
  }
  return {
    workflow: workflows.workflow,
    workflows: workflows.workflows,
    openRuns: workflows.openRuns,
    pipelineRuns: pipelines.pipelineRuns,
    setWorkflow: workflows.setWorkflow,
    recordSet: recordSets.recordSet,
    putRecordSet: recordSets.putRecordSet,
    alias: aliases.alias,
    failOverAlias: aliases.failOverAlias,
    breakPairing: aliases.breakPairing,
    pair: aliases.pair,
    groupLocation: (group) => groupLocationOf(layout, group),
    permissions: grants.permissions,
    regionOf: (resource) => regionOf(regional, resource.toLowerCase()),
  };
}

/**
 * Of the resource itself, of the one it is a part of, e.g. a namespace's alias, or of all that its
 * resource group holds, when that lies in one region.
 */
function regionOf(regional: ReadonlyMap<string, Region>, resource: string): Region | undefined {
  const held = new Set<Region>();
  for (const [id, region] of regional) {
    if (resource === id || resource.startsWith(`${id}/`)) return region;
    if (id.startsWith(`${resource}/`)) held.add(region);
  }
  return held.size === 1 ? [...held][0] : undefined;
}
