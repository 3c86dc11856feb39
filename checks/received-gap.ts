/** Interchanges that one account received and the other does not know: it would take them a second time. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import type { CheckKind } from '../core/kinds.ts';
import { counted } from '../core/telling/words.ts';
import { pagesOf } from './accounts.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  /** The account that is about to receive. */
  account: integrationAccountId,
  /** The one that has received until now; nothing replicates from it. */
  source: integrationAccountId,
});

/** An account may remember more than can be listed in the time of a check. */
const pagesMax = 40;
const namesTold = 5;

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi/providers/Microsoft.Logic/integrationAccounts';

export const receivedGap: CheckKind<z.infer<typeof settings>> = {
  settings,
  example: { account: `${accounts}/edi-we`, source: `${accounts}/edi-ne` },
  describe: (s) => `interchanges received in ${nameOf(s.source)} that ${nameOf(s.account)} lacks`,
  rights: (s) =>
    [s.account, s.source].map((scope) => ({
      action: 'Microsoft.Logic/integrationAccounts/sessions/read',
      scope,
      plane: 'control',
    })),

  async check({ net: { azure } }, s, signal) {
    const [known, received] = await Promise.all(
      [s.account, s.source].map((account) => receivedIn(azure, account, signal)),
    );
    if (known === undefined || received === undefined) {
      const why = 'received interchanges are too many to be compared';
      return { is: 'fine', why, note: `${why}: ${nameOf(s.account)} may take some twice` };
    }
    const lacking = [...received].filter(([session]) => !known.has(session));
    if (lacking.length === 0) {
      const all = counted(received.size, 'interchange');
      return { is: 'fine', why: `${nameOf(s.account)} knows all of ${all} of ${nameOf(s.source)}` };
    }
    const gaps = Map.groupBy(lacking, ([, agreement]) => agreement);
    const told = [...gaps].map(([agreement, all]) => `${agreement} ${all.length}`);
    const rest = told.length > namesTold ? [`${told.length - namesTold} more`] : [];
    const why = `${nameOf(s.source)} received what ${nameOf(s.account)} does not know: ${[
      ...told.slice(0, namesTold),
      ...rest,
    ].join(', ')}`;
    return {
      is: 'fine',
      why,
      note: `${why}; sent again, it is taken again. MICs are not compared`,
    };
  },
};

/**
 * Which agreement received it, by session in lower case: `X12-ICN-<agreement>-<number>`, as Azure
 * PowerShell (src/LogicApp) names them. Absent: there are too many.
 */
async function receivedIn(
  azure: AzureReader,
  account: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  const all = new Map<string, string>();
  let pages = 0;
  for await (const page of pagesOf(azure, `${account}/sessions`, signal)) {
    pages += 1;
    if (pages > pagesMax) return undefined;
    for (const one of page) {
      const name = String(Object(one).name);
      const [, agreement] = /^(?:X12|Edifact)-ICN-(.+)-[^-]+$/i.exec(name) ?? [];
      if (agreement !== undefined) all.set(name.toLowerCase(), agreement);
    }
  }
  return all;
}
