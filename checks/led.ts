/** Where a public name leads clients, as the servers of its zone say, or a resolver that remembers. */

import * as z from 'zod';
import { hostName, isSameName } from '../core/host-names.ts';
import type { Side } from '../core/names.ts';
import type { Names } from '../core/net.ts';

const host = z.string().regex(hostName, 'must be a host name');

/** Of the settings of whoever asks. */
export const publicName = {
  name: host,
  /** What leads to either side by itself: where the name says this, it is asked on. */
  through: host.optional(),
} as const;

/** What each side is called. */
export const called = { primary: host, secondary: host } as const;

interface Asked extends Readonly<Record<Side, string>> {
  readonly name: string;
  readonly through?: string | undefined;
}

export interface Led {
  /** Undefined: to neither. */
  readonly to: Side | undefined;
  /** What was said, as it is told to people. */
  readonly said: string;
  /** Whoever asks there may be led so for as long. */
  readonly ttlSeconds: number | undefined;
}

/** `at`: the resolver to ask; absent, the zone's own servers. Rejects as `Names` does. */
export async function whereLed(
  names: Names,
  { name, through, ...sides }: Asked,
  signal: AbortSignal,
  at?: string,
): Promise<Led> {
  const ask = (asked: string) =>
    names.ask({ name: asked, type: 'CNAME', signal, ...(at !== undefined && { at: [at] }) });
  const first = await ask(name);
  const on = through !== undefined && leadsTo(first.values, through);
  const last = on ? await ask(through) : first;
  // Either of two names that is remembered holds a client back.
  const ttls = [first.ttlSeconds, last.ttlSeconds].filter((ttl) => ttl !== undefined);
  return {
    to: sideOf(last.values, sides),
    said: last.values.length === 0 ? 'no CNAME' : last.values.join(', '),
    ttlSeconds: ttls.length === 0 ? undefined : Math.max(...ttls),
  };
}

function sideOf(
  values: readonly string[],
  { primary, secondary }: Readonly<Record<Side, string>>,
): Side | undefined {
  if (leadsTo(values, primary)) return 'primary';
  return leadsTo(values, secondary) ? 'secondary' : undefined;
}

function leadsTo(values: readonly string[], target: string): boolean {
  return values.some((value) => isSameName(value, target));
}
