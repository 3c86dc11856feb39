/** Points a CNAME in Azure DNS at the other side, and never overwrites what somebody else wrote. */

import * as z from 'zod';
import type { RecordSet } from '../core/azure.ts';
import { hostName, isSameName as same } from '../core/host-names.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { cnameRecordId } from './arm-id.ts';

const host = z.string().regex(hostName, 'must be a host name');

const settings = z
  .strictObject({
    record: cnameRecordId,
    target: host,
    /** The values that we may overwrite: what the other side is called. */
    replaces: z.array(host).min(1),
    ttlSeconds: z.int().min(1).max(2_147_483_647),
  })
  .refine((s) => !s.replaces.some((value) => same(value, s.target)), {
    path: ['replaces'],
    message: 'must not contain the target itself',
  });

type Settings = z.infer<typeof settings>;

/** Left on the record for whoever finds it changed: what it said before. */
const mark = 'farwatch';

export const dnsRecord: StepKind<Settings> = {
  settings,
  example: {
    record:
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/dns/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/orders',
    target: 'orders-ne.azure-api.net',
    replaces: ['orders-we.azure-api.net'],
    ttlSeconds: 30,
  },
  permissions: ['Microsoft.Network/dnsZones/CNAME/read', 'Microsoft.Network/dnsZones/CNAME/write'],
  requires: ['entra', 'arm', 'azure-dns'],
  owable: false,
  irreversible: false,
  danger: 'leads every client of a name elsewhere: a thief of its right could take what they send',
  stepMsMax: 120_000,
  settleMs: 3_000,
  describe: (s) => `DNS ${fqdnOf(s.record)} → ${s.target}, TTL ${s.ttlSeconds} s`,
  targets: (s) => [s.record.toLowerCase()],

  async inspect(azure, s, signal) {
    const said = await recordOrNone(azure.recordSet(s.record, signal));
    return said === undefined
      ? { is: 'stuck', why: `${fqdnOf(s.record)} has no CNAME record: create it by hand` }
      : standingOf(said, s);
  },

  async apply(azure, s, signal) {
    // Read again, and written only against the etag of this reading: whoever changes the record
    // between our look and our write keeps their change, and we are told by a 412.
    const said = await azure.recordSet(s.record, signal);
    const standing = standingOf(said, s);
    if (standing.is === 'done') return;
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    const set = {
      ttlSeconds: s.ttlSeconds,
      cname: s.target,
      metadata: { ...said.metadata, [mark]: `was ${said.cname} with TTL ${said.ttlSeconds}` },
    };
    await azure.putRecordSet(s.record, set, said.etag, signal);
  },
};

function standingOf(said: RecordSet, s: Settings): Standing {
  const { cname } = said;
  if (cname === undefined) {
    return { is: 'stuck', why: `${fqdnOf(s.record)} follows an Azure resource, not a name` };
  }
  if (same(cname, s.target)) {
    return said.ttlSeconds === s.ttlSeconds ? { is: 'done' } : { is: 'todo' };
  }
  if (s.replaces.some((value) => same(value, cname))) return { is: 'todo' };
  return {
    is: 'stuck',
    why: `somebody changed ${fqdnOf(s.record)} to ${cname}: set it by hand, or put it back and retry`,
  };
}

/** Azure says 404 for a record set that is not there; every other refusal is not about the record. */
async function recordOrNone(asked: Promise<RecordSet>): Promise<RecordSet | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

function fqdnOf(record: string): string {
  const [name = record, , zone = ''] = record.split('/').reverse();
  return `${name}.${zone}`;
}
