/** Whether a public name, as its own name servers tell it, leads to one of the two sides, and not for long. */

import * as z from 'zod';
import { hostName, isSameName } from '../core/host-names.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { worstOf } from './finding.ts';

const host = z.string().regex(hostName, 'must be a host name');

const settings = z.strictObject({
  name: host,
  /** What each side is called: the only values that a move overwrites. */
  primary: host,
  secondary: host,
  /** What leads to either side by itself, and stands in between as long as nobody leads past it. */
  through: host.optional(),
  /** The declared time to live. A longer one keeps clients on the dark side for longer. */
  ttlSeconds: z.int().min(1),
});

type Settings = z.infer<typeof settings>;

export const nameOwned: CheckKind<Settings> = {
  settings,
  example: {
    name: 'orders.contoso.example',
    primary: 'orders-we.azure-api.net',
    secondary: 'orders-ne.azure-api.net',
    ttlSeconds: 30,
  },
  describe: ({ name }) => `record ${name}`,
  rights: () => [],

  async check({ net }, s, signal) {
    const { values, ttlSeconds } = await net.names.ask({ name: s.name, type: 'CNAME', signal });
    const [cname] = values;
    if (cname === undefined) {
      const next = `Create it, leading to ${s.primary}.`;
      return { is: 'fails', why: `${s.name} has no CNAME record`, next };
    }
    const found = [...ofTarget(cname, s), ...ofTtl(ttlSeconds, s)];
    return worstOf(found, `${s.name} leads to ${cname}, TTL ${ttlSeconds ?? 'unknown'} s`);
  },
};

function ofTarget(cname: string, s: Settings): readonly CheckFinding[] {
  const { through } = s;
  if (through !== undefined && isSameName(through, cname)) return [];
  if ([s.primary, s.secondary].some((side) => isSameName(side, cname))) {
    if (through === undefined) return [];
    const why = `${s.name} leads to ${cname}, past ${through}`;
    const next = `Move home, which leads it back, or lead it to ${through} by hand.`;
    return [{ is: 'warns', why, next }];
  }
  const why = `${s.name} leads to ${cname}, which is neither side`;
  const next = 'Put it back, or correct the watch file: a move overwrites nothing of others.';
  return [{ is: 'fails', why, next }];
}

function ofTtl(ttlSeconds: number | undefined, s: Settings): readonly CheckFinding[] {
  if (ttlSeconds === undefined || ttlSeconds <= s.ttlSeconds) return [];
  const why = `${s.name} has a TTL of ${ttlSeconds} s where ${s.ttlSeconds} s are declared: clients would stay on the dark side for that long`;
  // Where something else leads to the side, a move can succeed by that all the same.
  const is = s.through === undefined ? 'fails' : 'warns';
  return [{ is, why, next: `Set its TTL to ${s.ttlSeconds} s.` }];
}
