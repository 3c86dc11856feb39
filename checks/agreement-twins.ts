/** Whether the agreements of two integration accounts are the same, and their numbers have room to be raised. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import { type Agreement, further, furthest, numberOf } from '../core/control-numbers.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import { counted } from '../core/telling/words.ts';
import { agreementsOf, type Found, same, sessionOf } from './accounts.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';

const settings = z.strictObject({
  primary: integrationAccountId,
  secondary: integrationAccountId,
  agreements: z.array(z.string().min(1)).min(1).optional(),
  /** By how much a move would raise them. */
  margin: z.int().min(1),
  create: z.boolean(),
});

type Settings = z.infer<typeof settings>;

/** Room for so many moves, before people are told: agreements are not renegotiated in a day. */
const movesLeft = 20;

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi/providers/Microsoft.Logic/integrationAccounts';

export const agreementTwins: CheckKind<Settings> = {
  settings,
  example: {
    primary: `${accounts}/edi-we`,
    secondary: `${accounts}/edi-ne`,
    agreements: ['acme'],
    margin: 1_000,
    create: false,
  },
  describe: (s) => `agreements of ${nameOf(s.primary)} and ${nameOf(s.secondary)}`,
  rights: (s) =>
    sides.flatMap((at) =>
      ['agreements', 'sessions'].map((type) => ({
        action: `Microsoft.Logic/integrationAccounts/${type}/read`,
        scope: s[at],
        plane: 'control' as const,
      })),
    ),

  async check({ net: { azure } }, s, signal) {
    const [here = [], there = []] = await Promise.all(
      sides.map((at) => agreementsOf(azure, s[at], s.agreements, signal)),
    );
    const names = s.agreements ?? here.map(({ agreement }) => agreement.name);
    const found = await Promise.all(
      names.map(async (name): Promise<readonly CheckFinding[]> => {
        const [one, two] = [here, there].map((all) =>
          all.find((a) => same(a.agreement.name, name)),
        );
        if (one === undefined || two === undefined) {
          const where = nameOf(one === undefined ? s.primary : s.secondary);
          const next = 'Deploy it there, or take it out of the watch file.';
          return [{ is: 'fails', why: `${where} has no agreement ${name}`, next }];
        }
        return [...unlike(one, two), ...(await numbered(azure, one.agreement, s, signal))];
      }),
    );
    return worstOf(found.flat(), `${counted(names.length, 'agreement')} alike on both sides`);
  },
};

function unlike(one: Found, two: Found): readonly CheckFinding[] {
  const { name, protocol, bounds } = one.agreement;
  const alike =
    protocol === two.agreement.protocol &&
    JSON.stringify(bounds) === JSON.stringify(two.agreement.bounds);
  const next = 'Deploy the same agreement to both accounts.';
  return [
    ...(alike
      ? []
      : [{ is: 'fails', why: `${name} numbers differently on the sides`, next } as const]),
    ...(one.guarded && two.guarded
      ? []
      : [
          {
            is: 'warns',
            why: `${name} takes the same interchange twice`,
            next: 'Have its receive settings check for duplicate interchange numbers.',
          } as const,
        ]),
  ];
}

/** The number of interchanges: every agreement that sends has one. */
async function numbered(
  azure: AzureReader,
  { name, bounds: { Icn: bounds } }: Agreement,
  s: Settings,
  signal: AbortSignal,
): Promise<readonly CheckFinding[]> {
  const read = (account: string) => sessionOf(azure, account, `${name}-Icn`, signal);
  const [one, two] = (await Promise.all([s.primary, s.secondary].map(read))).map(numberOf);
  const lacking = sides.filter((at) => (at === 'primary' ? one : two) === undefined);
  if (lacking.length === 1 && !s.create) {
    const where = nameOf(s[lacking[0] ?? 'primary']);
    const next = 'See why it is not replicated, or let a move make it with `create: true`.';
    return [{ is: 'warns', why: `${where} has no number of ${name}`, next }];
  }
  const from = furthest(
    [one, two].flatMap((n) => n ?? []),
    bounds,
  );
  if (from === undefined) return [];
  const next = `Agree with ${name} on a higher bound, or on numbers that begin again.`;
  const why = `${name} is at ${from} of ${bounds.upper}`;
  if (further(from, s.margin, bounds) === undefined) return [{ is: 'fails', why, next }];
  const soon = further(from, s.margin * movesLeft, bounds) === undefined;
  return soon ? [{ is: 'warns', why, next }] : [];
}
