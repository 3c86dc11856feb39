/** Resource groups of the lab: a group exists while it holds something, and is kept somewhere. */

import type { Region } from '../../core/names.ts';
import { sides } from '../../core/names.ts';
import { Denied, type Layout } from './azure.ts';

/** Beside what it holds; what belongs to no region, as a DNS zone, is kept beside the standby. */
export function groupLocationOf(layout: Layout, group: string): Region {
  const asked = group.toLowerCase();
  const held = holdings(layout).filter(({ id }) => id.toLowerCase().startsWith(`${asked}/`));
  const [first] = held;
  if (first === undefined) {
    const name = group.split('/').at(-1);
    throw new Denied(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
  }
  const told = layout.groups?.[asked];
  return told ?? held.find(({ region }) => region)?.region ?? layout.regions.secondary;
}

function holdings(
  layout: Layout,
): readonly { readonly id: string; readonly region: Region | undefined }[] {
  const {
    regions,
    workflows,
    aliases,
    names,
    accounts = [],
    profiles = [],
    origins = [],
    integrations = [],
    multiRegions = [],
    publishers = [],
    busRules = [],
    sizes = [],
    meters = [],
    pipelines = [],
    backups = [],
  } = layout;
  return [
    ...workflows.map(({ id, side }) => ({ id, region: regions[side] })),
    ...aliases.flatMap(({ apps }) =>
      sides.flatMap((side) => (apps?.[side] ?? []).map((id) => ({ id, region: regions[side] }))),
    ),
    ...aliases.flatMap(({ namespaces, replicated }) =>
      sides.map((side) => {
        return { id: namespaces[side].id, region: replicated ? undefined : regions[side] };
      }),
    ),
    ...accounts.map(({ id }) => ({ id, region: undefined })),
    ...integrations.flatMap(({ accounts }) =>
      sides.map((side) => ({ id: accounts[side], region: regions[side] })),
    ),
    ...multiRegions.map(({ id, master }) => ({ id, region: regions[master] })),
    ...names.map(({ record }) => ({ id: record, region: undefined })),
    ...profiles.map(({ id }) => ({ id, region: undefined })),
    ...publishers.map(({ id }) => ({ id, region: undefined })),
    ...busRules.map(({ id }) => ({ id, region: undefined })),
    ...pipelines.map(({ factory, side }) => ({ id: factory, region: regions[side] })),
    ...meters.map(({ id, side }) => ({ id, region: regions[side] })),
    ...sizes.map(({ id, side }) => ({ id, region: regions[side] })),
    ...backups.flatMap(({ services, storage }) => [
      ...sides.map((side) => ({ id: services[side], region: regions[side] })),
      { id: storage, region: regions.secondary },
    ]),
    ...origins.map(({ group: id }) => ({ id, region: undefined })),
  ];
}
