/** Agreements and control-number sessions of an integration account, read through ARM. */

import type { AzureReader } from '../core/azure.ts';
import { type Agreement, agreementIn } from '../core/control-numbers.ts';
import { Between, Refusal } from '../core/kinds.ts';
import { patienceWith } from './patience.ts';

/** Microsoft.Logic/integrationAccounts. */
export const version = '2019-05-01';

export function sessionId(account: string, session: string): string {
  return `${account}/sessions/${encodeURIComponent(session)}`;
}

/** What ARM says of it; undefined when there is none: `SessionNotFound`. */
export async function readSession(
  azure: AzureReader,
  account: string,
  session: string,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    return await azure.resource(sessionId(account, session), version, signal);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

/** Those that number what they send, all pages; of `names` alone, if given, and which are missing. */
export async function agreementsOf(
  azure: AzureReader,
  account: string,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<{ readonly found: readonly Agreement[]; readonly missing: readonly string[] }> {
  const patiently = patienceWith(azure, signal);
  const all: Agreement[] = [];
  let page: string | undefined = `${account}/agreements`;
  while (page !== undefined) {
    const asked: string = page;
    const { value, nextLink } = Object(
      await patiently(() => azure.resource(asked, version, signal)),
    );
    if (!Array.isArray(value)) throw new Error('ARM told no list of agreements');
    all.push(...value.flatMap((one) => agreementIn(one) ?? []));
    page = nextOf(nextLink, account);
  }
  if (names === undefined) return { found: all, missing: [] };
  const called = (name: string) => all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return {
    found: names.flatMap((name) => called(name) ?? []),
    missing: names.filter((name) => called(name) === undefined),
  };
}

/** Only the query of a link is followed: where to ask is known, and our token goes nowhere else. */
function nextOf(link: unknown, account: string): string | undefined {
  if (typeof link !== 'string' || link === '') return undefined;
  const at = link.indexOf('?');
  if (at < 0) throw new Error('a list of agreements goes on nowhere');
  return `${account}/agreements${link.slice(at)}`;
}

const patienceMs = 1_500;

/** Whether a region answers for its sessions at all: asked once, since silence takes its time. */
export async function reachable(
  azure: AzureReader,
  account: string,
  [first]: readonly { readonly session: string }[],
  signal: AbortSignal,
): Promise<boolean> {
  if (first === undefined) return false;
  try {
    return await Promise.race([
      readSession(azure, account, first.session, signal).then(() => true),
      azure.pause(patienceMs, signal).then(() => false),
    ]);
  } catch (error) {
    // What ARM forbids us would be forbidden in peace as well, and is ours to mend.
    const ill = error instanceof Refusal && (error.status === undefined || error.status >= 500);
    if (ill || error instanceof Between) return false;
    throw error;
  }
}
