/** Follows a name through the lab's zones to the address that serves it. */

import type { RecordType } from '../../core/net.ts';
import type { AzureWorld } from '../world/azure.ts';

/** One record, as an answer carries it. */
export interface NameRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly values: readonly string[];
  readonly ttlSeconds: number;
}

export interface Resolved {
  /** The aliases on the way, then what was asked for; empty when there is no such record. */
  readonly records: readonly NameRecord[];
  /** Whether the last name of the chain exists at all: NXDOMAIN says no. */
  readonly exists: boolean;
}

const linksMax = 8;
/** All that the lab's zones have records of. */
export const recordTypes = [
  'A',
  'AAAA',
  'CNAME',
  'TXT',
  'NS',
] as const satisfies readonly RecordType[];

/** RFC 1034, section 4.3.2: a CNAME is followed unless it is what was asked for. */
export function resolve(
  world: Pick<AzureWorld, 'answer'>,
  name: string,
  type: RecordType,
): Resolved {
  const records: NameRecord[] = [];
  let asked = canonical(name);
  while (records.length <= linksMax) {
    const alias = type === 'CNAME' ? undefined : look(world, asked, 'CNAME');
    const target = alias?.values[0];
    if (alias === undefined || target === undefined) break;
    records.push(alias);
    asked = canonical(target);
  }
  const found = look(world, asked, type);
  if (found !== undefined) return { records: [...records, found], exists: true };
  return { records, exists: recordTypes.some((any) => world.answer(asked, any) !== undefined) };
}

/** The first address of a host, or undefined when no such name exists. */
export function addressFor(world: Pick<AzureWorld, 'answer'>, host: string): string | undefined {
  const last = resolve(world, host, 'A').records.at(-1);
  return last?.type === 'A' ? last.values[0] : undefined;
}

/** Names are the same in upper and lower case, with and without the dot of the root. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function look(
  world: Pick<AzureWorld, 'answer'>,
  name: string,
  type: RecordType,
): NameRecord | undefined {
  const said = world.answer(name, type);
  if (said === undefined || said.values.length === 0) return undefined;
  return { name, type, values: said.values, ttlSeconds: said.ttlSeconds };
}
