/** Puts the lab's Azure together: one state, moved by the in-memory ports and by the wire alike. */

import type { Instant } from '../../core/names.ts';
import { createAccounts } from './accounts.ts';
import { createAliases } from './aliases.ts';
import { createApps } from './apps.ts';
import { armOf } from './arm-state.ts';
import type { AzureWorld, Layout, Place } from './azure.ts';
import { createBackups } from './backups.ts';
import { createBusEntities } from './bus-entities.ts';
import { createBusRules } from './bus-rules.ts';
import { createChains } from './chains.ts';
import type { Dice } from './dice.ts';
import { identifyBy } from './entra-book.ts';
import { createFaults } from './faults.ts';
import { createGrants } from './grants.ts';
import { createHostedZones } from './hosted-zones.ts';
import { hostsOf, placeOf } from './hosts.ts';
import { createIntegrations } from './integrations.ts';
import { createKeepers } from './keepers.ts';
import { createMeters } from './meters.ts';
import { createMultiRegions } from './multi-regions.ts';
import { createOrigins } from './origins.ts';
import { type Pace, usualPace } from './pace.ts';
import { createPipelines } from './pipelines.ts';
import { createProfiles } from './profiles.ts';
import { createPublishers } from './publishers.ts';
import { createRecordSets } from './record-sets.ts';
import { createRelays } from './relays.ts';
import { createReplicas } from './replicas.ts';
import { startReplication } from './replication.ts';
import { createResolvers } from './resolvers.ts';
import { asItKnows, serveHost } from './serve.ts';
import { createServiceBus } from './service-bus.ts';
import { createSites } from './sites.ts';
import { createSizes } from './sizes.ts';
import { ledTo } from './stale-clients.ts';
import { createSwitches } from './switches.ts';
import { createTimeline } from './timeline.ts';
import { createTopics } from './topics.ts';
import { createTraffic } from './traffic.ts';
import { createWorkflows } from './workflows.ts';
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
  const backups = createBackups(layout, {
    ...parts,
    dice: dice.fork('backups'),
    isUp: (side) => !faults.isDark([`${layout.regions[side]}/arm`]),
    isOn: (workflow) => workflows.workflow(workflow).state === 'Enabled',
  });
  const origins = createOrigins(layout, {
    ...parts,
    dice: dice.fork('origins'),
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
  const hosted = createHostedZones(layout, { ...parts, dice: dice.fork('hosted-zones') });
  const publishers = createPublishers(layout, { ...parts, dice: dice.fork('publishers') });
  const busRules = createBusRules(layout, parts);
  const switches = createSwitches(layout, book);
  const integrations = createIntegrations(layout, { timeline, book });
  startReplication(layout, {
    ...{ timeline, workflows, copy: integrations.copy },
    isUp: (side) => !faults.isDark([`${layout.regions[side]}/logic/integration`]),
  });
  const topics = createTopics(layout, {
    ...{ timeline, pace, dice: dice.fork('topics') },
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
  const zones = createZones(layout, hosts, {
    recordSets,
    profiles,
    multiRegions,
    origins,
    hosted,
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

  const meters = createMeters(layout, {
    timeline,
    isUp: (host) => !faults.isDark(placesOf(host)),
  });
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
        meters,
        accounts,
        apps,
        integrations,
        origins,
        profiles,
        multiRegions,
        createSites(layout, { ...parts, workflows, dice: dice.fork('sites') }),
        publishers,
        busRules,
        pipelines,
        workflows,
        createReplicas(layout, aliases, { ...parts, dice: dice.fork('replicas') }),
        createSizes(layout, { ...parts, dice: dice.fork('sizes') }),
        backups,
      ]),
    },
    grants,
    bus,
    blobs: { blob: backups.blob, containerOf: backups.containerOf },
    hosted,
    traffic: createTraffic(layout, {
      ...{ timeline, pace, faults, workflows, aliases, apps, bus, zones, placesOf, integrations },
      ...{ publishers, busRules },
      dice: dice.fork('traffic'),
      arrived: meters.count,
    }),
    writes: book.writes,
    watchWorkflows: (told) =>
      workflows.watch((workflow, enabled) => told(workflow, enabled, timeline.now())),
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
      if (host?.is === 'switch') return switches.serve(asked, request);
      const led = host?.is === 'gateway' && ledTo(layout, asked, request.region, hosts);
      const met = led || host;
      if (met?.is === 'gateway') meters.count(met.gateway.host);
      const special = relays.serve(asked, request) ?? chains.serve(asked.toLowerCase(), request);
      return special ?? serveHost(asItKnows(met, backups.isBare), request, workflows);
    },
    answer(name, type) {
      timeline.catchUp();
      return zones.answer(name, type);
    },
    resolvers: createResolvers(layout, {
      ...{ timeline, pace, faults, zones },
      dice: dice.fork('resolvers'),
    }),
    identify: identifyBy(layout.identities),
  };
  return world;
}
