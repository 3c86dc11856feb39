/** Interchanges that one account received and the other does not know: it would take them a second time. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import type { CheckKind } from '../core/kinds.ts';
import { counted } from '../core/telling/words.ts';
import { type CopiedBy, copiedBy, idsOf, namedUpTo, pagesOf } from './accounts.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  /** The account that is about to receive. */
  account: integrationAccountId,
  /** The one that has received until now. */
  source: integrationAccountId,
  copiedBy,
});

/** An account may remember more than can be listed in the time of a check. */
const pagesMax = 40;
const namesTold = 12;

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi/providers/Microsoft.Logic/integrationAccounts';

export const receivedGap: CheckKind<z.infer<typeof settings>> = {
  settings,
  example: { account: `${accounts}/edi-we`, source: `${accounts}/edi-ne` },
  describe: (s) => `interchanges received in ${nameOf(s.source)} that ${nameOf(s.account)} lacks`,
  rights: (s) => [
    ...[s.account, s.source].map((scope) => ({
      action: 'Microsoft.Logic/integrationAccounts/sessions/read',
      scope,
      plane: 'control' as const,
    })),
    ...idsOf(s.copiedBy).map((scope) => {
      return { action: 'Microsoft.Logic/workflows/read', scope, plane: 'control' as const };
    }),
  ],

  async check({ net: { azure } }, s, signal) {
    const gap = await gapBetween(azure, s, signal);
    if (gap === undefined) {
      const why = 'received interchanges are too many to be compared';
      return { is: 'fine', why, note: `${why}: ${nameOf(s.account)} may take some twice` };
    }
    if (gap.lacking.size === 0) {
      const all = counted(gap.of, 'interchange');
      return { is: 'fine', why: `${nameOf(s.account)} knows all of ${all} of ${nameOf(s.source)}` };
    }
    const told = [...gap.lacking].map(([agreement, all]) => `${agreement} ${all.length}`);
    const why = `${nameOf(s.source)} received what ${nameOf(s.account)} does not know: ${namedUpTo(namesTold, told)}`;
    return { is: 'fine', why, note: `${why}; ${await fateOf(azure, s.copiedBy, signal)}` };
  },
};

/** What becomes of it in the move: only whoever is enabled is waited for. */
async function fateOf(azure: AzureReader, by: CopiedBy, signal: AbortSignal): Promise<string> {
  const lost = 'sent again, it is taken again';
  if (by === undefined) return lost;
  const all = await Promise.all(idsOf(by).map((id) => azure.workflow(id, signal)));
  const off = all.filter(({ state }) => state !== 'Enabled').map(({ id }) => nameOf(id));
  if (off.length === 0) return 'the way home waits until that is copied';
  return `${lost}, unless a repair comes before: nothing is copied by what is disabled (${namedUpTo(namesTold, off)})`;
}

export interface Gap {
  /** How many interchanges the source remembers. */
  readonly of: number;
  /** Numbers, as they were received, by agreement with its protocol: `X12 acme`. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
}

/** What `source` received and `account` does not know. Undefined: there are too many. */
export async function gapBetween(
  azure: AzureReader,
  { account, source }: { readonly account: string; readonly source: string },
  signal: AbortSignal,
): Promise<Gap | undefined> {
  const [known, received] = await Promise.all(
    [account, source].map((one) => receivedIn(azure, one, signal)),
  );
  if (known === undefined || received === undefined) return undefined;
  const lacking = [...received].filter(([session]) => !known.has(session));
  const grouped = Map.groupBy(lacking, ([, { agreement }]) => agreement);
  const numbers = [...grouped].map(
    ([agreement, all]) => [agreement, all.map(([, { number }]) => number)] as const,
  );
  return { of: received.size, lacking: new Map(numbers) };
}

interface Received {
  readonly agreement: string;
  readonly number: string;
}

/**
 * Which agreement received it, by session in lower case: they are named `X12-ICN-<agreement>-<number>` by
 * Azure PowerShell (src/LogicApp). Undefined: there are too many.
 */
async function receivedIn(
  azure: AzureReader,
  account: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Received> | undefined> {
  const all = new Map<string, Received>();
  let pages = 0;
  for await (const page of pagesOf(azure, `${account}/sessions`, signal)) {
    pages += 1;
    if (pages > pagesMax) return undefined;
    for (const one of page) {
      const name = String(Object(one).name);
      const [, protocol, agreement, number] = /^(X12|Edifact)-ICN-(.+)-([^-]+)$/i.exec(name) ?? [];
      if (protocol === undefined || number === undefined) continue;
      all.set(name.toLowerCase(), { agreement: `${protocol.toUpperCase()} ${agreement}`, number });
    }
  }
  return all;
}
