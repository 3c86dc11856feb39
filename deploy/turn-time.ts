/** How long a turn lasts on Lambda: processor time on its share of a core, and waiting for others. */

import type { Watch } from '../core/watch.ts';
import { type CountedTurn, counted, countedRound } from './counted.ts';
import { roundTripMs } from './distance.ts';
import { questionsOf } from './monthly.ts';
import type { SizedFunction } from './shape.ts';
import { waits } from './waits.ts';

/** Kept at home, wherever they are called from. */
const atHome = /^(?:dynamodb|ssm) /;

/** As billed, in GB-seconds. */
export function gbSeconds({ memoryMb }: SizedFunction, ms: number): number {
  return (memoryMb / 1_024) * (ms / 1_000);
}

/** Cautious: nothing is taken to wait for two answers at once. */
export function turnMs(fn: SizedFunction, turn: CountedTurn, home: string): number {
  return cpuMs(fn, turn.cpuMs) + callsMs(fn, turn, home);
}

/**
 * The longest conversation of a round, measured at both distances, and what is asked of AWS around
 * it. More questions than were measured wait side by side, but not for the processor.
 */
export function roundMs(fn: SizedFunction, turn: CountedTurn, watch: Watch, home: string): number {
  const away = roundTripMs(fn.region, watch.regions.primary);
  const talks = away === waits.nearMs ? countedRound.nearMs : countedRound.farMs;
  const more = Math.max(0, questionsOf(watch) - counted.questions);
  const moreMs = cpuMs(fn, (more * turn.cpuMs) / counted.questions);
  const own = Object.entries(turn.calls).filter(([call]) => atHome.test(call));
  const around = { ...turn, calls: Object.fromEntries(own) };
  return talks + waits.azureMs + moreMs + callsMs(fn, around, home);
}

function cpuMs({ memoryMb }: SizedFunction, ofCoreMs: number): number {
  return ofCoreMs / Math.min(1, memoryMb / waits.memoryOfCoreMb);
}

function callsMs({ region }: SizedFunction, { calls }: CountedTurn, home: string): number {
  const each: Readonly<Record<string, number>> = waits.callMs;
  const away = region === home ? 0 : roundTripMs(region, home);
  return Object.entries(calls).reduce((sum, [call, n]) => {
    const [service = ''] = call.split(' ');
    return sum + n * ((each[service] ?? waits.otherMs) + (atHome.test(call) ? away : 0));
  }, 0);
}
