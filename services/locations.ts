/** Which resource groups must not be kept in the region whose darkness makes us write in them. */

import type { CheckSpec } from '../core/kinds.ts';

/** `ids`: what a move away from the primary side writes. */
export function outsidePrimary(ids: readonly string[]): CheckSpec {
  const groups = [...new Set(ids.map(groupOf))];
  return {
    name: 'location',
    kind: 'group-location',
    settings: { groups, outside: 'primary' },
    from: 'primary',
  };
}

function groupOf(id: string): string {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0] ?? id;
}
