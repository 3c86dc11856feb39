/** The part of the lab's ARM that has methods of its own, and which region serves each resource. */

import { type Region, sides } from '../../core/names.ts';
import type { Aliases } from './aliases.ts';
import type { ArmState, Layout } from './azure.ts';
import type { Grants } from './grants.ts';
import { groupLocationOf } from './groups.ts';
import type { Pipelines } from './pipelines.ts';
import type { RecordSets } from './record-sets.ts';
import { sitesOf } from './sites.ts';
import type { Workflows } from './workflows.ts';

export function armOf(
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
  for (const { id, side } of layout.meters ?? []) {
    regional.set(id.toLowerCase(), layout.regions[side]);
  }
  for (const { factory, side } of layout.pipelines ?? []) {
    regional.set(factory.toLowerCase(), layout.regions[side]);
  }
  for (const { id, side } of layout.sizes ?? []) {
    regional.set(id.toLowerCase(), layout.regions[side]);
  }
  for (const { services } of layout.backups ?? []) {
    for (const side of sides) regional.set(services[side].toLowerCase(), layout.regions[side]);
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
