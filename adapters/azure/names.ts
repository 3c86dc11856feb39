/** Asks name servers: those given, or those that are the zone's own. */

import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { isNativeError } from 'node:util/types';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { Names } from '../../core/ports.ts';
import { type Dial, direct } from '../local/dial.ts';
import { TimedOut, within } from '../local/within.ts';
import {
  ask,
  canonical,
  type NameServer,
  NoAnswer,
  type Question,
  type Reply,
  serverOf,
} from './dns-question.ts';

/** Of several losses in a row, one may be chance. */
const rounds = 2;

/** What a send reports when nothing of ours leads there. */
const ourNetwork = /ENETUNREACH|EHOSTUNREACH|ENETDOWN|EACCES|EPERM|EADDRNOTAVAIL/;

export interface NamesOptions {
  /** These answer everything, whoever was meant: one `address:port` points us at the lab. */
  readonly servers?: readonly string[];
  /** Whom we ask for a zone's servers and their addresses; by default those of the system. */
  readonly resolvers?: readonly string[];
  readonly dial?: Dial;
}

export function namesOf({ servers, resolvers, dial = direct }: NamesOptions = {}): Names {
  const known = new Map<string, readonly string[]>();

  return {
    async ask({ name, type, at, signal }) {
      const own = (servers ?? resolvers ?? getServers()).map(serverOf);
      if (servers !== undefined) return first(own, { name, type, recursive: true }, signal);
      const labels = at ?? (await zoneServers(name, own, signal));
      const found = await addressed(labels, own, signal);
      return first(found, { name, type, recursive: at !== undefined }, signal);
    },
  };

  /** The nearest servers up the labels. Remembered, for when our resolver is what fails. */
  async function zoneServers(
    name: string,
    own: readonly NameServer[],
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    for (const zone of upwards(name)) {
      const question: Question = { name: zone, type: 'NS', recursive: true };
      const remembered = known.get(zone);
      try {
        const { values } = await first(own, question, signal);
        if (values.length > 0) known.set(zone, values);
        if (values.length > 0) return values;
      } catch (error) {
        if (remembered !== undefined && !signal.aborted) return remembered;
        throw between(error, `finding the name servers of ${zone}`);
      }
    }
    throw new Unreachable('resolve', `no name servers are known for ${name}`);
  }

  async function addressed(
    labels: readonly string[],
    own: readonly NameServer[],
    signal: AbortSignal,
  ): Promise<readonly NameServer[]> {
    const all = labels.map(async (label) => {
      const server = serverOf(label);
      if (isIP(server.host) !== 0)
        return [{ ...server, ...(await dial(server.host, server.port)) }];
      const question: Question = { name: server.host, type: 'A', recursive: true };
      const { values } = await first(own, question, signal);
      const to = await Promise.all(values.map((address) => dial(address, server.port)));
      return to.map((place) => ({ label: server.label, ...place }));
    });
    const settled = await within(signal, Promise.allSettled(all)).catch((error) => {
      throw between(error, 'finding the addresses of name servers');
    });
    const found = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const failed = settled.find((one) => one.status === 'rejected');
    if (found.length > 0) return found;
    if (failed !== undefined) throw between(failed.reason, 'finding the addresses of name servers');
    throw new Unreachable('resolve', `no address for any of ${labels.join(', ')}`);
  }
}

/** The first that answers; when none does, what each of them said last. */
async function first(
  servers: readonly NameServer[],
  question: Question,
  signal: AbortSignal,
): Promise<Reply & { readonly server: string }> {
  const failures = new Map<NameServer, string>();
  let reached = false;
  for (const server of Array.from({ length: rounds }, () => servers).flat()) {
    try {
      return { ...(await ask(server, question, signal)), server: server.label };
    } catch (error) {
      const why = reasonOf(error);
      failures.set(server, why);
      reached ||= !ourNetwork.test(why);
      if (error instanceof TimedOut) break;
    }
  }
  const lines = [...failures].map(([{ label }, why]) => `${label}: ${why}`);
  const said = lines.length === 0 ? 'no name servers are configured' : lines.join('; ');
  if (!reached) throw new Between(`our network: ${said}`);
  throw new Unreachable('resolve', said);
}

function reasonOf(error: unknown): string {
  if (error instanceof TimedOut || error instanceof NoAnswer) return error.message;
  if (!isNativeError(error)) return typeof error;
  const code = 'code' in error ? String(error.code) : error.name;
  return code === 'ETIMEDOUT' ? 'timed out' : code;
}

/** Whatever kept us from finding whom to ask is not the one we wanted to ask. */
function between(error: unknown, doing: string): Between {
  const why = isNativeError(error) ? error.message : typeof error;
  return error instanceof Between ? error : new Between(`our resolver, ${doing}: ${why}`);
}

/** The name itself, then its parents, down to two labels: nobody's zone is a whole TLD. */
function upwards(name: string): readonly string[] {
  const labels = canonical(name).split('.');
  return labels.slice(0, -1).map((_, from) => labels.slice(from).join('.'));
}
