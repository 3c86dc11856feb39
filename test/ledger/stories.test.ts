/** By dice: away and home again while documents flow, with hands that die between any two calls. */

import { describe, expect, it } from '@jest/globals';
import { numberLedger } from '../../checks/number-ledger.ts';
import type { Azure } from '../../core/azure.ts';
import type { Instant, Region, Side } from '../../core/names.ts';
import { other } from '../../core/names.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';
import { controlNumbers } from '../../steps/control-numbers.ts';
import { netWith } from '../probes/nets.ts';
import { never, unanswered } from '../steps/azure.ts';
import { ledgerFrom } from './build.ts';
import { accountOf, type Partners, partnersBy } from './partners.ts';

/** Shifted by `FARWATCH_SEED`, so that every run may try other stories. */
const from = Number(process.env['FARWATCH_SEED'] ?? 1);
const count = 30;

const minuteMs = 60_000;
const regions = { primary: 'westeurope' as Region, secondary: 'northeurope' as Region };

interface Story {
  readonly partners: Partners;
  readonly asked: string | undefined;
  /** The highest rate of each session in the ledger, when all is over. */
  readonly rates: Readonly<Record<string, number>>;
  readonly crashes: number;
}

/** What a story is told with. */
interface Stage {
  readonly dice: Dice;
  readonly partners: Partners;
  readonly ledger: Ledger;
  readonly rule: {
    readonly margin: number;
    readonly factor: number;
    readonly create: boolean;
  };
  now: number;
  replicating: boolean;
  crashes: number;
}

/** One minute after another; every fifth the ledger is written, most of the time. */
async function pass(stage: Stage, minutes: number, senders: readonly Side[]): Promise<void> {
  const { partners, dice, ledger, rule } = stage;
  for (let nth = 0; nth < minutes; nth += 1) {
    for (const side of senders) partners.send(side);
    stage.now += minuteMs;
    if (stage.replicating && partners.dark.size === 0) partners.replicate();
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

/** Raises the numbers of one side as a move would; says why a person is asked instead. */
async function raise(stage: Stage, to: Side): Promise<string | undefined> {
  const { partners, ledger, rule } = stage;
  const settings = {
    ...{ account: accountOf(to), source: accountOf(other(to)), concurrency: 3 },
    ...{ ...rule, sourceAnswers: to === 'primary' },
  };
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
        stage.now += minuteMs;
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

async function tell(seed: number): Promise<Story> {
  const dice = diceOf(seed);
  const stage: Stage = {
    ...{ dice, partners: partnersBy(dice), now: Date.UTC(2026, 2, 1), crashes: 0 },
    ledger: ledgerFrom(() => stage.now as Instant),
    // The margin alone would never do.
    rule: { margin: 1 + dice.whole(20), factor: 3, create: dice.chance(0.7) },
    replicating: true,
  };
  const asked = (await away(stage)) ?? (await home(stage)) ?? (await away(stage));
  const pages = await Promise.all(
    (['primary', 'secondary'] as const).map((side) => stage.ledger.page(accountOf(side))),
  );
  const lines = pages.flatMap((page) => Object.entries(page?.lines ?? {}));
  const rates = lines.map(([session, { days }]): [string, number] => [
    session,
    Math.max(0, ...days.map(({ perMinute }) => perMinute)),
  ]);
  const highest = new Map<string, number>();
  for (const [key, rate] of rates) highest.set(key, Math.max(rate, highest.get(key) ?? 0));
  const { partners, crashes } = stage;
  return { partners, asked, crashes, rates: Object.fromEntries(highest) };
}

/** The primary region goes dark, and goes on sending for as long as it likes. */
async function away(stage: Stage): Promise<string | undefined> {
  const { partners, dice } = stage;
  await pass(stage, 60 + dice.whole(60), ['primary']);
  // Replication may have been late, or dead, for long before.
  stage.replicating = dice.chance(0.5);
  await pass(stage, dice.whole(90), ['primary']);
  if (dice.chance(0.4)) {
    stage.replicating = true;
    await pass(stage, 1 + dice.whole(10), ['primary']);
  }
  partners.dark.add('primary');
  await pass(stage, 3 + dice.whole(30), dice.chance(0.7) ? ['primary'] : []);
  stage.replicating = false;
  const asked = await raise(stage, 'secondary');
  if (asked !== undefined) return asked;
  // Runs that were under way end in the dark, whatever the other side does.
  await pass(stage, 1, ['primary', 'secondary']);
  await pass(stage, 10 + dice.whole(60), ['secondary']);
  partners.dark.clear();
  await pass(stage, 10 + dice.whole(60), ['secondary']);
  return undefined;
}

/** Fenced and drained first: what is under way ends before a target is fixed. */
async function home(stage: Stage): Promise<string | undefined> {
  const { dice } = stage;
  await pass(stage, dice.whole(3), ['secondary']);
  const asked = await raise(stage, 'primary');
  if (asked !== undefined) return asked;
  await pass(stage, 1 + dice.whole(10), ['primary']);
  stage.replicating = true;
  return undefined;
}

describe(`the partners of seeds ${from} to ${from + count - 1}`, () => {
  it('see no number twice, and none is lowered', async () => {
    const tally = { asked: 0, crashes: 0, sent: 0 };
    for (let seed = from; seed < from + count; seed += 1) {
      const { partners, asked, crashes, rates } = await tell(seed);
      const faults = [...partners.faults];
      for (const { agreement, sort, seen, perMinute } of partners.counters) {
        const session = `${agreement}-${sort}`;
        const twice = seen.length - new Set(seen).size;
        if (twice > 0) faults.push(`${session} was sent ${twice} numbers twice`);
        // A leap of ours would be raised by again at the next move, and again.
        const rate = rates[session.toLowerCase()] ?? 0;
        if (rate > (perMinute * 4) / 3 + 0.2)
          faults.push(`${session}: ${rate} is no rate of its own`);
        tally.sent += seen.length;
      }
      if (faults.length > 0) throw new Error(`FARWATCH_SEED=${seed}: ${faults.join('; ')}`);
      tally.asked += asked === undefined ? 0 : 1;
      tally.crashes += crashes;
    }
    // Stories in which nothing happens would keep every promise too.
    expect(tally.crashes).toBeGreaterThan(count);
    expect(tally.asked).toBeGreaterThan(0);
    expect(tally.asked).toBeLessThan(count / 2);
    expect(tally.sent).toBeGreaterThan(100_000);
  }, 60_000);

  it('see the same again when it is told again', async () => {
    const told = async () => (await tell(from)).partners.counters.map(({ seen }) => seen);
    expect(await told()).toEqual(await told());
  });
});
