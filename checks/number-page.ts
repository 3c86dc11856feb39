/** One reading of all control numbers of an account, written on its page of the ledger. */

import { type Agreement, numberOf, type Sort, sorts } from '../core/control-numbers.ts';
import type { CheckGround } from '../core/kinds.ts';
import { keptMs, type Line, lineAfter, type Page, type Targets } from '../core/number-ledger.ts';
import { agreementsOf, sessionOf } from './accounts.ts';
import { sameId } from './arm-id.ts';

interface Pair {
  readonly primary: string;
  readonly secondary: string;
  readonly agreements?: readonly string[] | undefined;
}

interface Asked {
  readonly agreement: Agreement;
  readonly sort: Sort;
}

/** More at once would only be throttled. */
const handsMax = 8;

/** All or nothing: a page of which a part is older would not say so. */
export async function keepPage(
  { net: { azure }, at, ledger }: CheckGround,
  account: string,
  { primary, secondary, agreements: names }: Pair,
  signal: AbortSignal,
): Promise<void> {
  const agreements = await agreementsOf(azure, account, names, signal);
  const asked = agreements.flatMap(({ agreement }) =>
    sorts.map((sort): Asked => ({ agreement, sort })),
  );
  const [before, other] = await Promise.all([
    ledger.page(account),
    ledger.page(sameId(account, primary) ? secondary : primary),
  ]);
  // What was raised on one side is replicated to the other.
  const raised = await Promise.all([primary, secondary].map((one) => ledger.raised(one)));
  const lines = new Map(Object.entries(stillKnown(before, at)));
  const queue = asked.values();
  const hand = async () => {
    for (const { agreement, sort } of queue) {
      const session = `${agreement.name}-${sort}`;
      const number = numberOf(await sessionOf(azure, account, session, signal));
      if (number === undefined) continue;
      const key = session.toLowerCase();
      const besides = { other: other?.lines[key], targets: targetsOf(raised, key) };
      const bounds = agreement.bounds[sort];
      lines.set(key, lineAfter(lines.get(key), { number, at }, bounds, besides));
    }
  };
  await Promise.all(Array.from({ length: Math.min(handsMax, asked.length) }, hand));
  await ledger.keep(account, { at, lines: Object.fromEntries(lines) });
}

function stillKnown(page: Page | undefined, at: number): Readonly<Record<string, Line>> {
  const lines = Object.entries(page?.lines ?? {});
  return Object.fromEntries(lines.filter(([, line]) => at - line.at < keptMs));
}

function targetsOf(raised: readonly Targets[], key: string): readonly number[] {
  return raised.flatMap((targets) => targets[key] ?? []);
}
