/** What every watch looks at that is not the target, to tell an outage from our own blindness. */

import type { ControlProbe } from '../core/watch.ts';

/**
 * `references` are addresses outside Azure. `zones` are Azure DNS zones of ours: the NS records of
 * a zone, asked of its own servers, say whether Azure DNS answers, whatever resolvers remember.
 */
export function controls(
  references: readonly string[],
  zones: readonly string[],
): readonly ControlProbe[] {
  return [
    ...references.map((url) => ({
      control: 'reference' as const,
      spec: { name: new URL(url).host, kind: 'reference', settings: { url } },
    })),
    { control: 'entra', spec: { name: 'entra', kind: 'entra', settings: {} } },
    { control: 'arm', spec: { name: 'arm', kind: 'arm', settings: {} } },
    ...zones.map((zone) => ({
      control: 'azure-dns' as const,
      spec: { name: zone, kind: 'dns', settings: { name: zone, type: 'NS' } },
    })),
  ];
}

/** The Azure DNS zones among the ids that steps change. */
export function zonesOf(targets: readonly string[]): readonly string[] {
  const zones = targets.flatMap((id) => /\/dnszones\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? []);
  return [...new Set(zones)].toSorted();
}
