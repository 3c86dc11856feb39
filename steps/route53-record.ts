/** Points a CNAME that Route 53 keeps at the other side: no part of Azure has to answer for it. */

import * as z from 'zod';
import type { Elsewhere, ElsewhereReader, HostedRecord } from '../core/elsewhere.ts';
import { hostName, isSameName as same } from '../core/host-names.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';

const host = z.string().regex(hostName, 'must be a host name');

const settings = z
  .strictObject({
    /** The id of the hosted zone. */
    zone: z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'must be the id of a hosted zone: Z…'),
    name: host,
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

export const route53Record: StepKind<Settings, ElsewhereReader, Elsewhere> = {
  settings,
  example: {
    zone: 'Z0123456789ABCDEFGHIJ',
    name: 'orders.contoso.example',
    target: 'orders-ne.azure-api.net',
    replaces: ['orders-we.azure-api.net'],
    ttlSeconds: 30,
  },
  permissions: ['route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets'],
  requires: [],
  owable: false,
  irreversible: false,
  danger: 'leads every client of a name elsewhere: a thief of its right could take what they send',
  stepMsMax: 120_000,
  settleMs: 3_000,
  describe: (s) => `Route 53 ${s.name} → ${s.target}, TTL ${s.ttlSeconds} s`,
  targets: (s) => [`route53:${s.zone}/${s.name}`.toLowerCase()],

  async inspect(elsewhere, s, signal) {
    return standingOf(await elsewhere.hostedRecord(s.zone, s.name, signal), s);
  },

  async apply(elsewhere, s, signal) {
    // Read again, and changed only from what is read here: whoever changes the record meanwhile
    // keeps their change, and Route 53 refuses ours as a whole.
    const said = await elsewhere.hostedRecord(s.zone, s.name, signal);
    const standing = standingOf(said, s);
    if (standing.is === 'done') return;
    const { cname, ttlSeconds = s.ttlSeconds } = said ?? {};
    if (standing.is === 'stuck' || cname === undefined) {
      const message = standing.is === 'stuck' ? standing.why : `${s.name} has no CNAME record`;
      throw new Refusal({ message, sent: 'no' });
    }
    const change = {
      was: { cname, ttlSeconds },
      now: { cname: s.target, ttlSeconds: s.ttlSeconds },
    };
    await elsewhere.replaceHostedRecord(s.zone, s.name, change, signal);
  },
};

function standingOf(said: HostedRecord | undefined, s: Settings): Standing {
  if (said === undefined) {
    return { is: 'stuck', why: `${s.name} has no CNAME record: create it by hand` };
  }
  const { cname, ttlSeconds } = said;
  if (cname === undefined) {
    return { is: 'stuck', why: `${s.name} follows a rule of Route 53, not one name` };
  }
  if (same(cname, s.target)) return { is: ttlSeconds === s.ttlSeconds ? 'done' : 'todo' };
  if (s.replaces.some((value) => same(value, cname))) return { is: 'todo' };
  return {
    is: 'stuck',
    why: `somebody changed ${s.name} to ${cname}: set it by hand, or put it back and retry`,
  };
}
