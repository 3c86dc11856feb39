/** What each control number is to reach: past the highest that is known, and what may have been sent unseen. */

import * as z from 'zod';
import type { AzureReader } from '../core/azure.ts';
import {
  type Agreement,
  ahead,
  begun,
  further,
  furthest,
  numberOf,
  raised,
  type Sort,
  sorts,
} from '../core/control-numbers.ts';
import { Refusal } from '../core/kinds.ts';
import type { Instant } from '../core/names.ts';
import {
  highestPerMinute,
  type Ledger,
  type Line,
  type Page,
  unseen,
} from '../core/number-ledger.ts';
import type { Margin } from '../core/plan.ts';
import { took } from '../core/telling/words.ts';
import { patienceWith } from './patience.ts';
import { agreementsOf, reachable, readSession } from './sessions.ts';
import { sideBySide } from './side-by-side.ts';

const aim = z.strictObject({
  /** `acme-Icn` */
  session: z.string(),
  protocol: z.enum(['X12', 'Edifact']),
  bounds: z.strictObject({ lower: z.number(), upper: z.number(), rolls: z.boolean() }),
  number: z.number().optional(),
  /** The last that is known: those between may never be sent. */
  past: z.number().optional(),
  /** When that was fixed: the time that a raised session will bear. */
  atMs: z.number(),
  /** Why there is no number: a person has to see to it. */
  trouble: z.string().optional(),
  /** What it rests on, where the source could not be read; none of it where it never was. */
  rests: z
    .strictObject({ ageMs: z.number().optional(), perMinute: z.number().optional() })
    .optional(),
});

export type Aim = z.infer<typeof aim>;

/** Of the journal, where they have been kept since they were fixed. */
export function aimsIn(target: unknown): readonly Aim[] {
  return z.array(aim).parse(target);
}

export interface Rule {
  readonly account: string;
  readonly source: string;
  readonly agreements?: readonly string[] | undefined;
  /** The least by which they are raised. */
  readonly margin: number;
  /** How many times the highest rate counts, for the time since the source was read. */
  readonly factor: number;
  readonly create: boolean;
  readonly sourceAnswers: boolean;
  readonly concurrency: number;
}

export async function aimsAt(
  azure: AzureReader,
  s: Rule,
  at: Instant,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<readonly Aim[]> {
  const patiently = patienceWith(azure, signal);
  const { found, missing } = await agreementsOf(azure, s.account, s.agreements, signal);
  if (missing.length > 0) throw new Error(`there is no agreement ${missing.join(', ')}`);
  const asked = found.flatMap((agreement) => sorts.map((sort) => ({ agreement, sort })));
  const [page, sourcePage] = await Promise.all([ledger.page(s.account), ledger.page(s.source)]);
  const names = asked.map(({ agreement, sort }) => ({ session: `${agreement.name}-${sort}` }));
  const alive = s.sourceAnswers || (await reachable(azure, s.source, names, signal));
  const aims = new Map<string, Aim>();
  const failures: unknown[] = [];
  await sideBySide(asked, s.concurrency, async ({ agreement, sort }) => {
    const session = `${agreement.name}-${sort}`;
    const read = (account: string) => patiently(() => readSession(azure, account, session, signal));
    try {
      const ours = await read(s.account);
      const theirs = alive ? await read(s.source) : undefined;
      const seen = { own: lineOf(page, session), source: lineOf(sourcePage, session) };
      const one = aimOf(agreement, sort, { ours, theirs, alive, seen, at }, s);
      if (one !== undefined) aims.set(session, one);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return names.flatMap(({ session }) => aims.get(session) ?? []);
}

interface Read {
  readonly ours: unknown;
  readonly theirs: unknown;
  /** Whether the source could be asked: only then has it no number where it shows none. */
  readonly alive: boolean;
  /** Of both, in the ledger. */
  readonly seen: { readonly own: Line | undefined; readonly source: Line | undefined };
  readonly at: Instant;
}

function lineOf(page: Page | undefined, session: string): Line | undefined {
  return page?.lines[session.toLowerCase()];
}

function aimOf(
  { name, protocol, bounds: all }: Agreement,
  sort: Sort,
  read: Read,
  { margin, factor, create }: Rule,
): Aim | undefined {
  const { ours, theirs, alive, seen, at } = read;
  const bounds = all[sort];
  const base = { session: `${name}-${sort}`, protocol, bounds, atMs: at };
  const trouble = (why: string): Aim => ({ ...base, trouble: why });
  const [own, other] = [numberOf(ours), numberOf(theirs)];
  if (ours !== undefined && own === undefined) return trouble('what it says is no number');
  if (theirs !== undefined && other === undefined) return trouble('the source says no number');
  if (ours === undefined && theirs === undefined && seen.source === undefined) {
    // Groups and transactions are numbered by themselves only where an agreement says so.
    if (alive || sort !== 'Icn') return undefined;
    if (!create) return trouble('it was never replicated, and the source cannot be read');
  }
  if (ours === undefined && !create) return trouble('it is missing, and may not be made');
  const known = [own, other, seen.own?.number, seen.source?.number].flatMap((n) => n ?? []);
  const from = furthest(known, bounds) ?? bounds.lower;
  const { leap: hidden, ...more } = alive ? { leap: 0 } : hiddenIn(seen, at, factor);
  const leap = Math.max(margin, hidden);
  const number = further(from, leap, bounds);
  if (number === undefined) return trouble(`${leap} past ${from} is beyond ${bounds.upper}`);
  return { ...base, number, past: from, ...more };
}

/** What a source that cannot be read may have sent since it was. */
function hiddenIn(
  { own, source }: Read['seen'],
  at: Instant,
  factor: number,
): { readonly leap: number; readonly rests: Aim['rests'] } {
  if (source === undefined) return { leap: 0, rests: {} };
  const [ageMs, perMinute] = [at - source.at, highestPerMinute([own, source])];
  return { leap: unseen(perMinute, ageMs, factor), rests: { ageMs, perMinute } };
}

/** `acme-Icn 2048, globex-Icn 77; last read 14 min 3 s ago, at most 3.1/min`. */
export function toldOf(aims: readonly Aim[]): string {
  const told = aims.slice(0, 3).map(({ session, number }) => `${session} ${number ?? 'unknown'}`);
  const rest = aims.length > 3 ? [`${aims.length - 3} more`] : [];
  const rests = aims.flatMap((aim) => aim.rests ?? []);
  const ages = rests.flatMap(({ ageMs }) => ageMs ?? []);
  const rates = rests.flatMap(({ perMinute }) => perMinute ?? []);
  const never = rests.length - ages.length;
  return [
    [...told, ...rest].join(', ') || 'no numbers',
    ...(ages.length === 0
      ? []
      : [`last read ${took(Math.max(...ages))} ago, at most ${Math.max(...rates)}/min`]),
    ...(never === 0 ? [] : [`${never} never read there`]),
  ].join('; ');
}

/** Absent where nothing is raised. */
export function marginOf(aims: readonly Aim[]): Margin | undefined {
  const leaps = aims.flatMap(({ number, past, bounds }) =>
    number === undefined || past === undefined ? [] : [ahead(number, past, bounds)],
  );
  if (leaps.length === 0) return undefined;
  const ages = aims.flatMap(({ rests }) => rests?.ageMs ?? []);
  const unread = ages.length === 0 ? {} : { unreadMs: Math.max(...ages) };
  return { sessions: leaps.length, widest: Math.max(...leaps), ...unread };
}

/** Never lowered: a number that is further on by itself is left as it is. */
export function isThere(now: number | undefined, { number, bounds }: Aim): boolean {
  return now !== undefined && number !== undefined && ahead(now, number, bounds) >= 0;
}

export function passed(theirs: number, { number, bounds }: Aim): boolean {
  return number !== undefined && ahead(theirs, number, bounds) > 0;
}

/** Throws where there is nothing to raise and nothing may be made. */
export function bodyFor(
  session: unknown,
  { protocol, number, atMs, trouble }: Aim,
  create: boolean,
) {
  if (number === undefined) throw new Refusal({ message: trouble ?? 'no number', sent: 'no' });
  if (session !== undefined) return raised(session, number, atMs);
  if (create) return begun(number, protocol, atMs);
  throw new Refusal({ message: 'it is missing, and may not be made', sent: 'no' });
}
