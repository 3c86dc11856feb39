/** Whether the record of a public name is ours to move: it exists, and leads to one of the two sides. */

import * as z from 'zod';
import type { RecordSet } from '../core/azure.ts';
import { type CheckFinding, type CheckKind, Refusal } from '../core/kinds.ts';
import { cnameId } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  record: cnameId,
  /** What each side is called: the only values that a move overwrites. */
  primary: z.string().min(1),
  secondary: z.string().min(1),
  /** The declared time to live. A longer one keeps clients on the dark side for longer. */
  ttlSeconds: z.int().min(1),
});

type Settings = z.infer<typeof settings>;

export const recordOwned: CheckKind<Settings> = {
  settings,
  example: {
    record:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dns/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/orders',
    primary: 'orders-we.azure-api.net',
    secondary: 'orders-ne.azure-api.net',
    ttlSeconds: 30,
  },
  describe: ({ record }) => `record ${fqdnOf(record)}`,
  rights: ({ record }) => [
    { action: 'Microsoft.Network/dnsZones/CNAME/read', scope: record, plane: 'control' },
  ],

  async check({ net }, s, signal) {
    const name = fqdnOf(s.record);
    const said = await recordOrNone(net.azure.recordSet(s.record, signal));
    if (said === undefined) {
      const next = `Create it, leading to ${s.primary}.`;
      return { is: 'fails', why: `${name} has no CNAME record`, next };
    }
    return worstOf(
      [...ofTarget(name, said, s), ...ofTtl(name, said, s)],
      `${name} leads to ${said.cname}, TTL ${said.ttlSeconds} s`,
    );
  },
};

async function recordOrNone(asked: Promise<RecordSet>): Promise<RecordSet | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

function ofTarget(name: string, { cname }: RecordSet, s: Settings): readonly CheckFinding[] {
  if (cname === undefined) {
    const why = `${name} follows an Azure resource, not a name`;
    return [{ is: 'fails', why, next: `Make it a plain CNAME of ${s.primary}.` }];
  }
  if ([s.primary, s.secondary].some((side) => plain(side) === plain(cname))) return [];
  const why = `${name} leads to ${cname}, which is neither side`;
  const next = 'Put it back, or correct the watch file: a move overwrites nothing of others.';
  return [{ is: 'fails', why, next }];
}

function ofTtl(name: string, { ttlSeconds }: RecordSet, s: Settings): readonly CheckFinding[] {
  if (ttlSeconds <= s.ttlSeconds) return [];
  const why = `${name} has a TTL of ${ttlSeconds} s where ${s.ttlSeconds} s are declared: clients would stay on the dark side for that long`;
  return [{ is: 'fails', why, next: `Set its TTL to ${s.ttlSeconds} s.` }];
}

/** Names are the same whatever their case, with or without the root's dot. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function fqdnOf(record: string): string {
  const [name = record, , zone = ''] = record.split('/').reverse();
  return `${name}.${zone}`;
}
