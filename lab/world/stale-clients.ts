/** Where clients really come to who still hold an old answer of the name servers. */

import { type Region, sides } from '../../core/names.ts';
import type { Layout } from './azure.ts';
import type { Host } from './hosts.ts';

/** The host of the region that such a client has dialled; undefined: it is led as everybody is now. */
export function ledTo(
  layout: Layout,
  asked: string,
  region: Region | undefined,
  hosts: ReadonlyMap<string, Host>,
): Host | undefined {
  const name = hosts.get(asked.toLowerCase());
  if (name?.is !== 'public' || region === undefined) return undefined;
  const side = sides.find((s) => layout.regions[s] === region);
  return side && hosts.get(name.name.targets[side].toLowerCase());
}
