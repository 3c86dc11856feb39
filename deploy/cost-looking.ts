/** What looking costs: rounds, the queues that pace them, what they ask, and what they record. */

import type { Estate } from '../config/estate.ts';
import { postureMs, postureSteps } from '../core/posture.ts';
import type { Watch } from '../core/watch.ts';
import { type CostLine, line } from './cost-line.ts';
import { counted, countedRound } from './counted.ts';
import { monthMs, questionsOf, roundsOf, sum } from './monthly.ts';
import type { Shape, SizedFunction } from './shape.ts';
import { gbSeconds, roundMs, turnMs } from './turn-time.ts';
import { lookBytes, readUnits, seenBytes, writeUnits } from './units.ts';

/**
 * Lambda keeps five pollers at a standard queue, each of which asks for 20 s at a time (AWS Lambda,
 * "Using Lambda with Amazon SQS"); one that is given a message asks again at once.
 */
const pollsPerMinute = 15;
/** Sent, received and deleted; the sends of a minute are one batch. */
const requestsPerRound = 2;
/** Of IPv4 and TCP, with its usual option. */
const packetHeaderBytes = 52;
/** Of one connection: certificates, mostly (assumed). */
const bytesIn = 6_000;
/** Of one step that was inspected, as it is kept; and of the key of what is kept (assumed). */
const stepBytes = 250;
const keyBytes = 90;
/** Of a question to ARM on a connection that stands, its token included (assumed). */
const questionBytes = 2_300;
/** A token of Entra is longer than that of the lab, and two questions carry one. */
const tokenBytes = 2 * 1_500;

export function lookingLines(estate: Estate, shape: Shape): readonly CostLine[] {
  const { watches } = estate;
  const probes = shape.functions.filter(({ name }) => name === 'probe');
  const home = shape.functions.find(({ name }) => name === 'judge')?.region ?? '';
  const ticks = shape.ticks.filter(({ fn }) => fn.name === 'probe');
  const ticked = sum(ticks.map(({ everyMs }) => monthMs / everyMs));
  const rounds = probes.length * sum(watches.map(roundsOf));
  const ofAll = (of: (watch: Watch) => number) =>
    probes.length * sum(watches.map((watch) => roundsOf(watch) * of(watch)));
  const minutes = monthMs / 60_000;
  const fresh = (watch: Watch) => seenBytes(watch, watch.policy.freshMs, shape);
  const away = probes.filter(({ region }) => region !== home).length / Math.max(1, probes.length);
  const bytes = ofAll((watch) => lookBytes(watch) + fresh(watch)) * away;
  const polled = shape.polledQueues * minutes * pollsPerMinute;
  return [
    line('rounds: time', 'lambdaTime', sum(probes.map((fn) => probing(fn, estate, home)))),
    line('rounds: calls', 'lambdaRequest', rounds + ticked),
    line('rounds: ticks', 'schedule', ticked),
    line('rounds: queue', 'queueRequest', polled + ticked + rounds * requestsPerRound),
    line(
      'sightings: written',
      'tableWrite',
      ofAll((watch) => writeUnits(lookBytes(watch))),
    ),
    line(
      'sightings: read for who is active',
      'tableRead',
      ofAll((w) => 0.5 + readUnits(fresh(w))),
    ),
    line('questions to Azure', 'trafficOut', ofAll(bytesOut) / 1e9),
    line('ways out of a network: traffic', 'natTraffic', throughNat(estate, shape) / 1e9),
    line('vantages to home', 'trafficBetween', bytes / 1e9),
    line('rounds: logs', 'logs', ((rounds + ticked) * shape.logBytesPerTurn) / 1e9),
    ...standing(estate),
    ...testing(estate, probes[0]),
  ];
}

/** How things stand is asked beside a round, in the time that it takes anyway, once a minute in all. */
function standing({ watches }: Estate): readonly CostLine[] {
  const looks = monthMs / postureMs;
  const asked = watches.map((watch) => postureSteps(watch, {}).length);
  const written = asked.filter((n) => n > 0).map((n) => writeUnits(keyBytes + n * stepBytes));
  return [
    line('how things stand: written', 'tableWrite', looks * sum(written)),
    line('how things stand: asked', 'trafficOut', (looks * sum(asked) * questionBytes) / 1e9),
  ];
}

/** Tests of chains, each as if its document were on its way for as long as it may be. */
function testing({ watches }: Estate, probe: SizedFunction | undefined): readonly CostLine[] {
  const chains = watches.flatMap(({ chains = [] }) => chains);
  const tests = sum(chains.map(({ everyMs }) => monthMs / everyMs));
  const gbs = chains.map(({ everyMs, withinMs }) => {
    return probe === undefined ? 0 : (monthMs / everyMs) * gbSeconds(probe, withinMs);
  });
  return [
    line('tests of chains: time', 'lambdaTime', sum(gbs)),
    line('tests of chains: calls', 'lambdaRequest', tests),
    line('tests of chains: queue', 'queueRequest', tests * (1 + requestsPerRound)),
  ];
}

/** GB-seconds of one vantage. */
function probing(fn: SizedFunction, { watches }: Estate, home: string): number {
  const { 'probe/round': round, 'probe/tick': tick } = counted.turns;
  if (round === undefined || tick === undefined) throw new Error('no round was ever measured');
  const rounds = watches.map(
    (watch) => roundsOf(watch) * gbSeconds(fn, roundMs(fn, round, watch, home)),
  );
  const ticks = (monthMs / 60_000) * gbSeconds(fn, turnMs(fn, tick, home));
  return sum(rounds) + ticks;
}

/** Both ways, of the vantages that have a way out of their own. */
function throughNat({ watches }: Estate, { natGateways }: Shape): number {
  const bytes = watches.map((watch) => {
    const heard = (questionsOf(watch) / counted.questions) * countedRound.connections * bytesIn;
    return roundsOf(watch) * (bytesOut(watch) + heard);
  });
  return natGateways * sum(bytes);
}

function bytesOut(watch: Watch): number {
  const measured = countedRound.bytesOut + countedRound.packetsOut * packetHeaderBytes + tokenBytes;
  return (questionsOf(watch) / counted.questions) * measured;
}
