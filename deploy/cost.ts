/** What a month of farwatch costs, line by line, from the rounds, vantages and questions of a file. */

import type { Estate } from '../config/estate.ts';
import { sides } from '../core/names.ts';
import type { Watch } from '../core/watch.ts';
import { awsVantages, moves } from './names.ts';
import { type PriceName, prices } from './prices.ts';
import { shape } from './shape.ts';

export interface CostLine {
  readonly what: string;
  readonly price: PriceName;
  readonly quantity: number;
  readonly usd: number;
}

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
}

/** 730 hours. */
const monthMs = 730 * 3_600_000;
const minutes = monthMs / 60_000;
const halfHours = minutes / 30;
const unitBytes = { read: 4_096, write: 1_024 };

/** Free tiers are not counted: an account has one, and it may be used up. */
export function costOf(estate: Estate): Cost {
  const lines = linesOf(estate);
  const half = { ...estate, watches: estate.watches.map(halfAsOften) };
  return {
    lines,
    usd: paidFor(lines),
    questions: sum(estate.watches.map(questionsOf)),
    roundsPerMonth: sum(estate.watches.map(roundsOf)),
    standingUsd: paidFor(standing(estate)),
    slower: {
      roundMs: Math.max(...half.watches.map(({ policy }) => policy.roundMs)),
      usd: paidFor(linesOf(half)),
    },
  };
}

function linesOf(estate: Estate): readonly CostLine[] {
  return [...looking(estate), ...judging(estate), ...standing(estate)];
}

function paidFor(lines: readonly CostLine[]): number {
  return sum(lines.map(({ usd }) => usd));
}

function halfAsOften(watch: Watch): Watch {
  return { ...watch, policy: { ...watch.policy, roundMs: 2 * watch.policy.roundMs } };
}

function line(what: string, price: PriceName, quantity: number): CostLine {
  const { usd, per } = prices[price];
  return { what, price, quantity, usd: (quantity / per) * usd };
}

/** How many questions a round asks: of each side in its role, of public names, of controls. */
export function questionsOf({ services, controls }: Watch): number {
  const asked = services.map(({ probes, pointers }) => {
    const sided = sides.map((side) => {
      const { active, passive } = probes[side];
      return Math.max(active.length, passive.length);
    });
    return sum(sided) + pointers.length;
  });
  return sum(asked) + controls.length;
}

function roundsOf({ policy }: Watch): number {
  return monthMs / policy.roundMs;
}

function gbSeconds({ memoryMb, ms }: { readonly memoryMb: number; readonly ms: number }): number {
  return (memoryMb / 1_024) * (ms / 1_000);
}

/** What the vantages do: rounds, the queue that paces them, and what they record. */
function looking(estate: Estate): readonly CostLine[] {
  const from = awsVantages(estate).length;
  const { probe } = shape;
  const rounds = from * sum(estate.watches.map(roundsOf));
  const ticks = from * minutes;
  const answers = from * sum(estate.watches.map((w) => roundsOf(w) * questionsOf(w)));
  const time = rounds * gbSeconds({ memoryMb: probe.memoryMb, ms: probe.roundMs });
  const tickTime = ticks * gbSeconds({ memoryMb: probe.memoryMb, ms: probe.tickMs });
  const writes = estate.watches.map((watch) => from * roundsOf(watch) * unitsOf(watch));
  const fresh = (watch: Watch) => seenBytes(watch, watch.policy.freshMs, from);
  const roles = estate.watches.map((watch) => from * roundsOf(watch) * readUnits(fresh(watch)));
  const sent = rounds * 2 + ticks + ticks * shape.pollsPerMinute;
  const recorded = estate.watches.map((w) => roundsOf(w) * (lookBytes(w) + fresh(w)));
  return [
    line('rounds: time', 'lambdaTime', time + tickTime),
    line('rounds: calls', 'lambdaRequest', rounds + ticks),
    line('rounds: ticks', 'schedule', ticks),
    line('rounds: queue', 'queueRequest', sent),
    line('sightings: written', 'tableWrite', sum(writes)),
    line('sightings: read for who is active', 'tableRead', sum(roles)),
    line('questions to Azure', 'trafficOut', (answers * shape.bytesOutPerAnswer) / 1e9),
    // The first vantage is at home.
    line('vantages to home', 'trafficBetween', (sum(recorded) * Math.max(0, from - 1)) / 1e9),
    line('rounds: logs', 'logs', logBytes(rounds + ticks, answers) / 1e9),
  ];
}

/** What happens at home every minute, though nothing is new. */
function judging(estate: Estate): readonly CostLine[] {
  const { judge, tell, failover, pulse } = shape.ticking;
  const from = awsVantages(estate).length;
  const ticking = [judge, tell, pulse, ...(moves(estate) ? [failover] : [])];
  const seldom = [shape.readiness, ...(moves(estate) ? [shape.preflight] : [])];
  const turns = minutes * ticking.length + halfHours * seldom.length;
  const time = sum(ticking.map(gbSeconds)) * minutes + sum(seldom.map(gbSeconds)) * halfHours;
  const watches = estate.watches.length;
  // The judge reads its whole window and the pulse what is fresh; the others read the journal and the memory.
  const judged = ({ policy }: Watch) => policy.windowMs + policy.freshMs;
  const windows = sum(
    estate.watches.map((w) => minutes * readUnits(seenBytes(w, judged(w), from))),
  );
  return [
    line('turns at home: time', 'lambdaTime', time),
    line('turns at home: calls', 'lambdaRequest', turns),
    line('turns at home: ticks', 'schedule', turns),
    line('turns at home: read', 'tableRead', windows + turns * watches * shape.readsPerTurn),
    line('turns at home: written', 'tableWrite', turns * watches * shape.writesPerTurn),
    line('turns at home: logs', 'logs', logBytes(turns, 0) / 1e9),
  ];
}

/** What is paid for standing there. */
function standing(estate: Estate): readonly CostLine[] {
  const { alarmsAtHome, alarmsPerVantage, dashboards, metrics, keys } = shape;
  const alarms = alarmsAtHome + alarmsPerVantage * awsVantages(estate).length;
  return [
    line('alarms', 'alarm', alarms),
    line('custom metrics', 'metric', metrics),
    line('dashboard', 'dashboard', dashboards),
    line('seal', 'key', keys),
  ];
}

function lookBytes(watch: Watch): number {
  return questionsOf(watch) * shape.lookBytesPerAnswer;
}

function unitsOf(watch: Watch): number {
  return Math.ceil(lookBytes(watch) / unitBytes.write);
}

/** Everything that all vantages saw within `ms`. */
function seenBytes(watch: Watch, ms: number, vantages: number): number {
  return (ms / watch.policy.roundMs) * vantages * lookBytes(watch);
}

/** A read that may lag costs half a unit. */
function readUnits(bytes: number): number {
  return Math.ceil(bytes / unitBytes.read) / 2;
}

function logBytes(turns: number, answers: number): number {
  return turns * shape.logBytesPerTurn + answers * shape.logBytesPerAnswer;
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
