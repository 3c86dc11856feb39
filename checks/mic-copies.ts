/** How far the MICs of one account are known in the other: by whoever copies them, agreement by agreement. */

import * as z from 'zod';
import { copyingOf, copyingRights, freshnessOf } from '../core/copying.ts';
import type { CheckKind } from '../core/kinds.ts';
import { as2Of, copiedBy, idsOf, namedUpTo } from './accounts.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';

const settings = z.strictObject({
  /** The account that is about to receive. */
  account: integrationAccountId,
  /** The one that has received until now. */
  source: integrationAccountId,
  copiedBy,
});

const namesTold = 12;

const edi = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi';
const accounts = `${edi}/providers/Microsoft.Logic/integrationAccounts`;

/** In which sessions an account keeps message ids and MICs is published nowhere: none is looked for. */
export const micCopies: CheckKind<z.infer<typeof settings>> = {
  settings,
  example: {
    account: `${accounts}/edi-we`,
    source: `${accounts}/edi-ne`,
    copiedBy: { resourceGroup: edi, workflows: ['replicate-as2-back'] },
  },
  describe: (s) => `MICs of ${nameOf(s.source)} that ${nameOf(s.account)} knows`,
  rights: ({ source, copiedBy: by }) => [
    {
      action: 'Microsoft.Logic/integrationAccounts/agreements/read',
      scope: source,
      plane: 'control',
    },
    ...idsOf(by).flatMap((scope) =>
      copyingRights.map((action) => ({ action, scope, plane: 'control' as const })),
    ),
  ],

  async check({ net: { azure }, at }, { account, source, copiedBy: by }, signal) {
    const names = await as2Of(azure, source, signal);
    const [from, to] = [nameOf(source), nameOf(account)];
    if (names.length === 0) return { is: 'fine', why: `${from} has no AS2 agreement` };
    const mics = `MICs of ${namedUpTo(namesTold, names)}`;
    if (by === undefined) {
      const why = `${mics} of the time in ${from} are not known in ${to}: nothing copies them there`;
      const loss = 'a message sent again is taken again, and a late MDN matches nothing';
      return { is: 'fine', why, note: `${why}; ${loss}` };
    }
    const told = await Promise.all(idsOf(by).map((id) => copyingOf(azure, id, signal)));
    const fresh = told.map((copying) => freshnessOf(copying, at)).join(', ');
    const why = `${mics} are as fresh in ${to} as what copies from ${from}: ${fresh}`;
    return { is: 'fine', why, note: why };
  },
};
