/** What a month of farwatch costs, line by line: sizes and rates of the templates, calls as counted. */

import type { Estate } from '../config/estate.ts';
import type { Watch } from '../core/watch.ts';
import { type CostLine, line } from './cost-line.ts';
import { lookingLines } from './cost-looking.ts';
import { type CountedTurn, counted } from './counted.ts';
import { monthMs, questionsOf, roundsOf, sum } from './monthly.ts';
import type { Shape, TickOf } from './shape.ts';
import { gbSeconds, turnMs } from './turn-time.ts';
import { readUnits, seenBytes } from './units.ts';

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly usd: number;
  /** What one vantage asks in one round, over all watches. */
  readonly questions: number;
  readonly roundsPerMonth: number;
  /** Of `usd`: what does not depend on the file but for its vantages. */
  readonly standingUsd: number;
  /** What it would be if rounds were half as often. */
  readonly slower: { readonly roundMs: number; readonly usd: number };
  /** Turns that the templates wake and nobody has measured: nothing is counted for them but the call. */
  readonly unmeasured: readonly string[];
}

/** Free tiers are not counted: an account has one, and it may be used up. */
export function costOf(estate: Estate, shape: Shape): Cost {
  const lines = linesOf(estate, shape);
  const half = { ...estate, watches: estate.watches.map(halfAsOften) };
  return {
    lines,
    usd: paidFor(lines),
    questions: sum(estate.watches.map(questionsOf)),
    roundsPerMonth: sum(estate.watches.map(roundsOf)),
    standingUsd: paidFor(standing(shape)),
    slower: {
      roundMs: Math.max(...half.watches.map(({ policy }) => policy.roundMs)),
      usd: paidFor(linesOf(half, shape)),
    },
    unmeasured: shape.ticks.map(turnName).filter((name) => counted.turns[name] === undefined),
  };
}

function linesOf(estate: Estate, shape: Shape): readonly CostLine[] {
  const lines = [
    ...lookingLines(estate, shape),
    ...atHome(estate, shape),
    ...kept(estate, shape),
    ...standing(shape),
  ];
  return lines.filter(({ quantity }) => quantity > 0);
}

function paidFor(lines: readonly CostLine[]): number {
  return sum(lines.map(({ usd }) => usd));
}

function halfAsOften(watch: Watch): Watch {
  return { ...watch, policy: { ...watch.policy, roundMs: 2 * watch.policy.roundMs } };
}

function turnName({ fn, kind }: TickOf): string {
  return `${fn.name}/${kind}`;
}

/** `lambdas/cloud/stores.ts` keeps looks for so long; DynamoDB takes up to two days more to delete. */
const keptMs = 4 * 86_400_000;

const nothing: CountedTurn = { calls: {}, cpuMs: 0 };

/** Everything that ticks besides the probes, though nothing is new. */
function atHome(estate: Estate, shape: Shape): readonly CostLine[] {
  const ticking = shape.ticks
    .filter(({ fn }) => fn.name !== 'probe')
    .map((tick) => {
      const times = monthMs / tick.everyMs;
      const turn = counted.turns[turnName(tick)] ?? nothing;
      // Each watch has a turn of its own within the turn.
      const ofAll = (call: RegExp) => times * estate.watches.length * callsIn(turn, call);
      return {
        times,
        time:
          times * gbSeconds(tick.fn, estate.watches.length * turnMs(tick.fn, turn, tick.fn.region)),
        read: ofAll(/^dynamodb (?:GetItem|Query)$/),
        written: ofAll(/^dynamodb PutItem$/),
      };
    });
  const all = (of: (one: (typeof ticking)[number]) => number) => sum(ticking.map(of));
  const minutes = monthMs / 60_000;
  // The judge reads its whole window and the pulse what is fresh, besides what is counted.
  const windows = estate.watches.map(({ policy, ...watch }) => {
    const bytes = seenBytes({ policy, ...watch }, policy.windowMs + policy.freshMs, shape);
    return minutes * readUnits(bytes);
  });
  return [
    line(
      'turns at home: time',
      'lambdaTime',
      all(({ time }) => time),
    ),
    line(
      'turns at home: calls',
      'lambdaRequest',
      all(({ times }) => times),
    ),
    line(
      'turns at home: ticks',
      'schedule',
      all(({ times }) => times),
    ),
    line('turns at home: read', 'tableRead', all(({ read }) => read) + sum(windows)),
    line(
      'turns at home: written',
      'tableWrite',
      all(({ written }) => written),
    ),
    line('turns at home: logs', 'logs', (all(({ times }) => times) * shape.logBytesPerTurn) / 1e9),
  ];
}

function callsIn({ calls }: CountedTurn, wanted: RegExp): number {
  return sum(Object.entries(calls).flatMap(([call, n]) => (wanted.test(call) ? [n] : [])));
}

/** What tables hold: looks for as long as they are kept; all the rest is small beside them. */
function kept({ watches }: Estate, shape: Shape): readonly CostLine[] {
  const gigabytes = sum(watches.map((watch) => seenBytes(watch, keptMs, shape))) / 1e9;
  return [
    line('tables: kept', 'tableStorage', gigabytes),
    line('tables: to be had back', 'tableRecovery', shape.recoverableTables > 0 ? gigabytes : 0),
  ];
}

/**
 * What is paid for standing there. Metrics of ours are paid for in the hours in which something is
 * counted, and nothing is in a calm month; the starts of functions come to a cent.
 */
function standing(shape: Shape): readonly CostLine[] {
  const hours = monthMs / 3_600_000;
  return [
    line('alarms', 'alarm', shape.alarmMetrics),
    line('dashboard', 'dashboard', shape.dashboards),
    line('seal', 'key', shape.keys),
    line('ways out of a network: gateways', 'natGateway', shape.natGateways * hours),
    line('ways out of a network: addresses', 'address', shape.addresses * hours),
  ];
}

export { questionsOf } from './monthly.ts';
