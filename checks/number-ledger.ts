/** Our own ledger of control numbers: kept every few minutes, fresh, and with room for what is sent. */

import * as z from 'zod';
import {
  type Agreement,
  ahead,
  type Bounds,
  further,
  furthest,
  type Sort,
  sorts,
} from '../core/control-numbers.ts';
import type { CheckFinding, CheckKind } from '../core/kinds.ts';
import type { Instant, Side } from '../core/names.ts';
import { sides } from '../core/names.ts';
import {
  highestPerDay,
  highestPerMinute,
  type Line,
  type Page,
  unseen,
} from '../core/number-ledger.ts';
import { counted, took } from '../core/telling/words.ts';
import { wordsOf } from '../core/trouble.ts';
import { agreementsOf } from './accounts.ts';
import { integrationAccountId, nameOf } from './arm-id.ts';
import { worstOf } from './finding.ts';
import { keepPage } from './number-page.ts';

const settings = z.strictObject({
  primary: integrationAccountId,
  secondary: integrationAccountId,
  /** By name; absent, all that number what they send. */
  agreements: z.array(z.string().min(1)).min(1).optional(),
  /** By how much a move would raise them at the least. */
  margin: z.int().min(1),
  /** What may have been sent since the last reading counts so many times. */
  factor: z.number().min(1),
  /** Room for so many days is wanted. */
  days: z.int().min(1),
  /** Whether workflows copy what the primary account gives out. */
  replicated: z.boolean(),
});

type Settings = z.infer<typeof settings>;

/** Three readings that did not come. */
const staleMs = 15 * 60_000;

const accounts =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi/providers/Microsoft.Logic/integrationAccounts';

export const numberLedger: CheckKind<Settings> = {
  settings,
  example: {
    primary: `${accounts}/edi-we`,
    secondary: `${accounts}/edi-ne`,
    agreements: ['acme'],
    margin: 1_000,
    factor: 2,
    days: 14,
    replicated: true,
  },
  describe: (s) =>
    `control numbers of ${nameOf(s.primary)} and ${nameOf(s.secondary)} as written down`,
  rights: (s) =>
    sides.flatMap((at) =>
      ['agreements', 'sessions'].map((type) => ({
        action: `Microsoft.Logic/integrationAccounts/${type}/read`,
        scope: s[at],
        plane: 'control' as const,
      })),
    ),

  async check({ net: { azure }, at, ledger }, s, signal) {
    const agreements = await agreementsOf(azure, s.secondary, s.agreements, signal);
    const [primary, secondary] = await Promise.all(sides.map((side) => ledger.page(s[side])));
    const found = agreements.flatMap(({ agreement }) =>
      sorts.flatMap((sort) => numbered(agreement, sort, { primary, secondary }, s, at)),
    );
    const stale = [staleness(s.primary, primary, at), staleness(s.secondary, secondary, at)];
    const oldest = Math.min(primary?.at ?? at, secondary?.at ?? at);
    const read = `${counted(agreements.length, 'agreement')} read ${took(at - oldest)} ago`;
    return worstOf([...stale.flat(), ...found], `numbers of ${read}`);
  },

  async record(ground, s, signal) {
    const ends = await Promise.allSettled(
      sides.map((side) => keepPage(ground, s[side], s, signal)),
    );
    const failures = ends.flatMap((end, n) =>
      end.status === 'rejected'
        ? [`${nameOf(s[sides[n] ?? 'primary'])}: ${wordsOf(end.reason)}`]
        : [],
    );
    if (failures.length > 0) throw new Error(`numbers not read: ${failures.join('; ')}`);
  },
};

function staleness(account: string, page: Page | undefined, at: Instant): readonly CheckFinding[] {
  const next =
    'See in its log why it cannot be read: a move counts on the highest rate since then.';
  const name = nameOf(account);
  if (page === undefined)
    return [{ is: 'warns', why: `the numbers of ${name} were never read`, next }];
  if (at - page.at <= staleMs) return [];
  return [
    { is: 'warns', why: `the numbers of ${name} were last read ${took(at - page.at)} ago`, next },
  ];
}

type Pages = Readonly<Record<Side, Page | undefined>>;

/** One session of both sides. */
function numbered(
  { name, bounds: all }: Agreement,
  sort: Sort,
  pages: Pages,
  s: Settings,
  at: Instant,
): readonly CheckFinding[] {
  const session = `${name}-${sort}`;
  const [one, two] = sides.map((side) => pages[side]?.lines[session.toLowerCase()]);
  const bounds = all[sort];
  return [...room(session, [one, two], bounds, s), ...behind(session, one, two, bounds, s, at)];
}

/** Whether it could be raised now, and whether what is sent would still find numbers in some days. */
function room(
  session: string,
  lines: readonly (Line | undefined)[],
  bounds: Bounds,
  s: Settings,
): readonly CheckFinding[] {
  const from = furthest(
    lines.flatMap((line) => line?.number ?? []),
    bounds,
  );
  if (from === undefined) return [];
  const next = `Agree with the partner of ${session} on a higher bound, or on numbers that begin again.`;
  const leap = Math.max(s.margin, unseen(highestPerMinute(lines), staleMs, s.factor));
  const why = `${session} is at ${from} of ${bounds.upper}`;
  if (further(from, leap, bounds) === undefined) {
    return [{ is: 'fails', why: `${why}, and a move raises it by ${leap}`, next }];
  }
  const perDay = highestPerDay(lines);
  if (bounds.rolls || bounds.upper - from >= perDay * s.days) return [];
  const left = Math.floor((bounds.upper - from) / perDay);
  return [
    { is: 'warns', why: `${why}: room for ${counted(left, 'day')} at ${perDay} a day`, next },
  ];
}

/** What the primary had at one reading, the secondary should have at the next. */
function behind(
  session: string,
  one: Line | undefined,
  two: Line | undefined,
  bounds: Bounds,
  s: Settings,
  at: Instant,
): readonly CheckFinding[] {
  if (!s.replicated || one?.before === undefined || two === undefined) return [];
  const lag = ahead(one.before.number, two.number, bounds);
  if (lag <= 0 || two.at <= one.before.at) return [];
  const had = `what ${nameOf(s.primary)} had ${took(at - one.before.at)} ago`;
  return [
    {
      is: 'warns',
      why: `${session} in ${nameOf(s.secondary)} is ${lag} behind ${had}`,
      next: 'See why the workflows that replicate it do not run, or do not succeed.',
    },
  ];
}
