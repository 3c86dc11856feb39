/** What each control number is to reach: the highest that can be read, and a margin, within its bounds. */

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
import { patienceWith } from './patience.ts';
import { agreementsOf, reachable, readSession } from './sessions.ts';
import { sideBySide } from './side-by-side.ts';

const aim = z.strictObject({
  /** `acme-Icn` */
  session: z.string(),
  protocol: z.enum(['X12', 'Edifact']),
  bounds: z.strictObject({ lower: z.number(), upper: z.number(), rolls: z.boolean() }),
  number: z.number().optional(),
  /** When that was fixed: the time that a raised session will bear. */
  atMs: z.number(),
  /** Why there is no number: a person has to see to it. */
  trouble: z.string().optional(),
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
  readonly margin: number;
  readonly create: boolean;
  readonly sourceAnswers: boolean;
  readonly concurrency: number;
}

export async function aimsAt(
  azure: AzureReader,
  s: Rule,
  atMs: number,
  signal: AbortSignal,
): Promise<readonly Aim[]> {
  const patiently = patienceWith(azure, signal);
  const { found, missing } = await agreementsOf(azure, s.account, s.agreements, signal);
  if (missing.length > 0) throw new Error(`there is no agreement ${missing.join(', ')}`);
  const asked = found.flatMap((agreement) => sorts.map((sort) => ({ agreement, sort })));
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
      const one = aimOf(agreement, sort, { ours, theirs, alive, atMs }, s);
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
  readonly atMs: number;
}

function aimOf(
  { name, protocol, bounds: all }: Agreement,
  sort: Sort,
  { ours, theirs, alive, atMs }: Read,
  { margin, create }: Rule,
): Aim | undefined {
  const bounds = all[sort];
  const base = { session: `${name}-${sort}`, protocol, bounds, atMs };
  const trouble = (why: string): Aim => ({ ...base, trouble: why });
  const [own, other] = [numberOf(ours), numberOf(theirs)];
  if (ours !== undefined && own === undefined) return trouble('what it says is no number');
  if (theirs !== undefined && other === undefined) return trouble('the source says no number');
  if (ours === undefined && theirs === undefined) {
    // Groups and transactions are numbered by themselves only where an agreement says so.
    if (alive || sort !== 'Icn') return undefined;
    if (!create) return trouble('it was never replicated, and the source cannot be read');
  }
  if (ours === undefined && !create) return trouble('it is missing, and may not be made');
  const from =
    furthest(
      [own, other].flatMap((n) => n ?? []),
      bounds,
    ) ?? bounds.lower;
  const number = further(from, margin, bounds);
  if (number === undefined) return trouble(`${margin} past ${from} is beyond ${bounds.upper}`);
  return { ...base, number };
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
