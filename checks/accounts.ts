/** Agreements and sessions of an integration account, read to be compared and written down. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { type Agreement, agreementIn, refusesDuplicates } from '../core/control-numbers.ts';
import { Refusal } from '../core/kinds.ts';
import { groupId } from './arm-id.ts';

/** The workflows that copy to another account; absent, nobody does. */
export const copiedBy = z
  .strictObject({
    resourceGroup: groupId,
    workflows: z.array(z.string().regex(/^[^/?#]+$/)).min(1),
  })
  .optional();

export type CopiedBy = z.infer<typeof copiedBy>;

export function idsOf(by: CopiedBy): readonly string[] {
  if (by === undefined) return [];
  return by.workflows.map((name) => workflowId(by.resourceGroup, name));
}

/** Microsoft.Logic/integrationAccounts. */
const version = '2019-05-01';

export interface Found {
  readonly agreement: Agreement;
  /** Whether it is to refuse an interchange that it has seen. */
  readonly guarded: boolean;
}

/** Those that number what they send, all pages; of `names` alone, if given. */
export async function agreementsOf(
  azure: AzureReader,
  account: string,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const all: Found[] = [];
  for await (const page of pagesOf(azure, `${account}/agreements`, signal)) {
    for (const one of page) {
      const agreement = agreementIn(one);
      if (agreement !== undefined)
        all.push({ agreement, guarded: refusesDuplicates(one, agreement) });
    }
  }
  return all.filter((one) => names?.some((name) => same(name, one.agreement.name)) ?? true);
}

/** The names of those that exchange by AS2, all pages. */
export async function as2Of(
  azure: AzureReader,
  account: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of pagesOf(azure, `${account}/agreements`, signal)) {
    for (const one of page) {
      const { name, properties } = Object(one);
      if (same(String(Object(properties).agreementType), 'AS2')) names.push(String(name));
    }
  }
  return names;
}

/** A list of parts of an account, page by page: only the query of a link is followed. */
export async function* pagesOf(
  azure: AzureReader,
  list: string,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[]> {
  let page: string | undefined = list;
  while (page !== undefined) {
    const asked: string = page;
    const told: { value?: unknown; nextLink?: unknown } = Object(
      await patiently(azure, signal, () => azure.resource(asked, version, signal)),
    );
    if (!Array.isArray(told.value)) throw new Error('ARM told no list');
    yield told.value;
    const query = typeof told.nextLink === 'string' ? /\?.*/.exec(told.nextLink)?.[0] : undefined;
    page = query && `${list}${query}`;
  }
}

/** What ARM says of it; undefined when there is none: `SessionNotFound`. */
export function sessionOf(
  azure: AzureReader,
  account: string,
  session: string,
  signal: AbortSignal,
): Promise<unknown> {
  const id = `${account}/sessions/${encodeURIComponent(session)}`;
  return patiently(azure, signal, () => azure.resource(id, version, signal).catch(absent));
}

export function workflowId(resourceGroup: string, name: string): string {
  return `${resourceGroup}/providers/Microsoft.Logic/workflows/${name}`;
}

/** How many a sentence can bear, and how many more there are. */
export function namedUpTo(most: number, names: readonly string[]): string {
  const rest = names.length - most;
  return [...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Where ARM asks for a rest without saying how long. */
const restMs = 5_000;
const restMsMin = 250;

/** Many numbers are more than ARM answers in a minute: it asks us to come again, and we do. */
async function patiently<T>(
  azure: AzureReader,
  signal: AbortSignal,
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const throttled = error instanceof Refusal && error.status === 429;
      if (!throttled || signal.aborted) throw error;
      await azure.pause(Math.max(error.retryAfterMs ?? restMs, restMsMin), signal);
    }
  }
}

function absent(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.status !== 404) throw error;
}
