/** A story of two accounts: away and home again while documents flow, with hands that die between any two calls. */

import { expect } from '@jest/globals';
import { numberLedger } from '../../checks/number-ledger.ts';
import type { Azure } from '../../core/azure.ts';
import { type Instant, type Region, type Side, sides } from '../../core/names.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import { type Move, type MoveMode, movePhases, type StepSpec } from '../../core/plan.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';
import { controlNumbers } from '../../steps/control-numbers.ts';
import { netWith } from '../probes/nets.ts';
import { never, unanswered } from '../steps/azure.ts';
import { ledgerFrom } from './build.ts';
import { type Rule, specsOf, switched } from './moves.ts';
import { accountOf, type Partners, partnersBy } from './partners.ts';

const minuteMs = 60_000;
const regions = { primary: 'westeurope' as Region, secondary: 'northeurope' as Region };

export interface Story {
  readonly partners: Partners;
  readonly asked: string | undefined;
  /** The highest rate of each session in the ledger, when all is over. */
  readonly rates: Readonly<Record<string, number>>;
  readonly crashes: number;
  /** Whether anything copies from the secondary while it serves. */
  readonly hasReverse: boolean;
  /** Taken in the secondary, and not known at home although it is copied. */
  readonly unknown: number;
}

/** What a story is told with. */
interface Stage {
  readonly dice: Dice;
  readonly partners: Partners;
  readonly ledger: Ledger;
  readonly rule: Rule;
  readonly hasReverse: boolean;
  /** The sides that are copied from: never both, if the moves are right. */
  readonly copying: Set<Side>;
  now: number;
  /** Runs that were begun in the primary, and send when their side has long been left. */
  underWay: boolean;
  crashes: number;
  unknown: number;
}

/** One minute after another; every fifth the ledger is written, most of the time. */
async function pass(stage: Stage, minutes: number, senders: readonly Side[]): Promise<void> {
  const { partners, dice, ledger, rule } = stage;
  for (let nth = 0; nth < minutes; nth += 1) {
    for (const side of senders) partners.send(side);
    minuteOf(stage);
    if ((stage.now / minuteMs) % 5 !== 0 || dice.chance(0.1)) continue;
    const ground = {
      net: netWith({ azure: partners.azure }),
      regions,
      at: stage.now as Instant,
      ledger,
    };
    const { margin, factor } = rule;
    const accounts = { primary: accountOf('primary'), secondary: accountOf('secondary') };
    const given = { ...accounts, margin, factor, days: 14, replicated: true };
    await numberLedger.record?.(ground, given, never).catch((error: unknown) => {
      if (partners.dark.size === 0) throw error;
    });
  }
}

function minuteOf(stage: Stage): void {
  const { partners, copying } = stage;
  stage.now += minuteMs;
  if (partners.dark.size > 0) return;
  for (const side of copying) partners.replicate(side);
}

/** A move as the service has it, step by step; says why a person is asked instead. */
async function carry(
  stage: Stage,
  how: { readonly move: Move; readonly mode: MoveMode; readonly from: Side },
): Promise<string | undefined> {
  const { rule, hasReverse, copying, partners } = stage;
  let isDrained = how.move !== 'failback';
  for (const spec of specsOf(rule, hasReverse, how)) {
    // What was under way in the secondary ends in the drain, after what its fences have stopped.
    if (!isDrained && isAfterDrain(spec)) partners.send('secondary');
    isDrained ||= isAfterDrain(spec);
    if (spec.kind === 'control-numbers') {
      const asked = await raise(stage, spec);
      if (asked !== undefined) return asked;
    }
    if (spec.kind === 'runs-drained') await end(stage);
    if (spec.kind === 'replication-ended') minuteOf(stage);
    switched(spec, copying);
    minuteOf(stage);
  }
  await end(stage);
  return undefined;
}

function isAfterDrain({ phase }: StepSpec): boolean {
  return movePhases.indexOf(phase) > movePhases.indexOf('drain');
}

/** What was under way sends, whoever serves by now. */
async function end(stage: Stage): Promise<void> {
  if (stage.underWay) await pass(stage, 1, sides);
  stage.underWay = false;
}

/** Raises the numbers of one side as a move would; says why a person is asked instead. */
async function raise(stage: Stage, spec: StepSpec): Promise<string | undefined> {
  const { partners, ledger } = stage;
  const parsed = controlNumbers.settings.safeParse(spec.settings);
  if (!parsed.success) throw new Error(JSON.stringify(parsed.error.issues));
  const settings = { ...parsed.data, concurrency: 3 };
  const target = await persistently(stage, (azure, book) =>
    Promise.resolve(controlNumbers.fix?.(azure, settings, stage.now as Instant, never, book)),
  );
  const standing = await controlNumbers.inspect(partners.azure, settings, never, target?.value);
  if (standing.is === 'stuck') return standing.why;
  await persistently(stage, (azure) => controlNumbers.apply(azure, settings, never, target?.value));
  const after = await controlNumbers.inspect(partners.azure, settings, never, target?.value);
  expect(after).toEqual({ is: 'done' });
  return undefined;

  /** Again, until a hand lives long enough: calls of others in between change nothing. */
  async function persistently<T>(
    { dice, partners: { azure } }: Stage,
    work: (azure: Azure, book: Ledger) => Promise<T>,
  ): Promise<T> {
    for (let left = dice.whole(6); ; left += 1 + dice.whole(4)) {
      const hand = dying(left, dice.chance(0.5));
      const { resource, put } = azure;
      const { raising } = ledger;
      try {
        return await work(
          { ...azure, resource: hand(resource), put: hand(put) },
          { ...ledger, raising: hand(raising) },
        );
      } catch {
        stage.crashes += 1;
        minuteOf(stage);
      }
    }
  }
}

/** Dies with its nth call: before it is heard, or after it took effect. */
function dying(calls: number, late: boolean) {
  let left = calls;
  return <T extends unknown[], R>(call: (...given: T) => Promise<R>) =>
    async (...given: T): Promise<R> => {
      left -= 1;
      if (left < 0 && !late) throw unanswered('maybe');
      const answer = await call(...given);
      if (left < 0) throw unanswered('maybe');
      return answer;
    };
}

export async function tell(seed: number): Promise<Story> {
  const dice = diceOf(seed);
  const stage: Stage = {
    ...{ dice, partners: partnersBy(dice), now: Date.UTC(2026, 2, 1), crashes: 0, unknown: 0 },
    ledger: ledgerFrom(() => stage.now as Instant),
    // More than is under way when a side that answers is left; of a dark one it would never do.
    rule: { margin: 33 + dice.whole(20), factor: 3, create: dice.chance(0.7) },
    ...{ hasReverse: dice.chance(0.5), copying: new Set<Side>(['primary']), underWay: false },
  };
  const asked = (await away(stage)) ?? (await home(stage)) ?? (await away(stage));
  const pages = await Promise.all(sides.map((side) => stage.ledger.page(accountOf(side))));
  const lines = pages.flatMap((page) => Object.entries(page?.lines ?? {}));
  const rates = lines.map(([session, { days }]): [string, number] => [
    session,
    Math.max(0, ...days.map(({ perMinute }) => perMinute)),
  ]);
  const highest = new Map<string, number>();
  for (const [key, rate] of rates) highest.set(key, Math.max(rate, highest.get(key) ?? 0));
  const { partners, crashes, hasReverse, unknown } = stage;
  return { partners, asked, crashes, hasReverse, unknown, rates: Object.fromEntries(highest) };
}

async function away(stage: Stage): Promise<string | undefined> {
  const { dice, copying } = stage;
  await pass(stage, 60 + dice.whole(60), ['primary']);
  // Replication may have been late, or dead, for long before.
  if (dice.chance(0.5)) copying.clear();
  await pass(stage, dice.whole(90), ['primary']);
  if (dice.chance(0.4)) {
    copying.add('primary');
    await pass(stage, 1 + dice.whole(10), ['primary']);
  }
  stage.underWay = true;
  return dice.chance(0.3) ? byWish(stage) : byOutage(stage);
}

/** Both sides answer: what was under way when the primary was fenced ends some time. */
async function byWish(stage: Stage): Promise<string | undefined> {
  const how = { move: 'failover', mode: 'planned', from: 'primary' } as const;
  const asked = await carry(stage, how);
  if (asked === undefined) await pass(stage, 10 + stage.dice.whole(60), ['secondary']);
  return asked;
}

/** The primary region goes dark, and goes on sending for as long as it likes. */
async function byOutage(stage: Stage): Promise<string | undefined> {
  const { partners, dice } = stage;
  partners.dark.add('primary');
  await pass(stage, 3 + dice.whole(30), dice.chance(0.7) ? ['primary'] : []);
  // Runs that were under way end in the dark, whatever the other side does.
  const asked = await carry(stage, { move: 'failover', mode: 'forced', from: 'primary' });
  if (asked !== undefined) return asked;
  await pass(stage, 10 + dice.whole(60), ['secondary']);
  partners.dark.clear();
  await pass(stage, 10 + dice.whole(60), ['secondary']);
  await carry(stage, { move: 'repair', mode: 'planned', from: 'secondary' });
  await pass(stage, dice.whole(60), ['secondary']);
  return undefined;
}

/** Fenced and drained first: what is under way ends before anything else is done. */
async function home(stage: Stage): Promise<string | undefined> {
  const { dice, partners, hasReverse } = stage;
  await pass(stage, dice.whole(3), ['secondary']);
  const asked = await carry(stage, { move: 'failback', mode: 'planned', from: 'secondary' });
  if (asked !== undefined) return asked;
  if (hasReverse) stage.unknown += partners.unknownIn('primary');
  await pass(stage, 1 + dice.whole(10), ['primary']);
  return undefined;
}
