/** Finds the name servers of a zone through our own resolver, and where they are. */

import { isIP } from 'node:net';
import { isNativeError } from 'node:util/types';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { Dial } from '../local/dial.ts';
import { within } from '../local/within.ts';
import { canonical, type NameServer, type Question, serverOf } from './dns-question.ts';
import { askAll } from './dns-round.ts';

export interface Finding {
  readonly resolvers: readonly NameServer[];
  readonly dial: Dial;
  readonly signal: AbortSignal;
}

/** The nearest up the labels of `name`. Rejects with `Between` when our resolver is what fails. */
export async function zoneServers(name: string, finding: Finding): Promise<readonly NameServer[]> {
  for (const zone of upwards(name)) {
    const labels = await namesOfServers(zone, finding);
    if (labels.length > 0) return addressed(labels, finding);
  }
  throw new Unreachable('resolve', `no name servers are known for ${name}`);
}

/** Addresses or names of servers as somebody wrote them, turned into where they are. */
export async function addressed(
  labels: readonly string[],
  finding: Finding,
): Promise<readonly NameServer[]> {
  const doing = 'finding the addresses of name servers';
  const all = Promise.allSettled(labels.map((label) => placesOf(serverOf(label), finding)));
  const settled = await within(finding.signal, all).catch((error) => {
    throw between(error, doing);
  });
  const found = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (found.length > 0) return found;
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw between(failed.reason, doing);
  throw new Unreachable('resolve', `no address for any of ${labels.join(', ')}`);
}

async function namesOfServers(
  zone: string,
  { resolvers, signal }: Finding,
): Promise<readonly string[]> {
  const question: Question = { name: zone, type: 'NS', recursive: true };
  try {
    return (await askAll(resolvers, question, signal)).values;
  } catch (error) {
    throw between(error, `finding the name servers of ${zone}`);
  }
}

async function placesOf(
  { label, host, port }: NameServer,
  { resolvers, dial, signal }: Finding,
): Promise<readonly NameServer[]> {
  if (isIP(host) !== 0) return [{ label, ...(await dial(host, port)) }];
  const question: Question = { name: host, type: 'A', recursive: true };
  const { values } = await askAll(resolvers, question, signal);
  const places = await Promise.all(values.map((address) => dial(address, port)));
  return places.map((place) => ({ label, ...place }));
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
