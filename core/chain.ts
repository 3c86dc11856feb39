/** Whether documents still go the whole way: when that is tested, and what the tests have shown. */

import type { Album } from './album.ts';
import type { Incident } from './incident.ts';
import type { Instant, ServiceName, Vantage } from './names.ts';
import type { Finding } from './observation.ts';
import type { Condition, Drawn, Picture } from './picture.ts';
import type { Chain, Watch } from './watch.ts';

/** One test document: from where it was sent, and whether it was found at the end. */
export interface ChainTest {
  readonly chain: ServiceName;
  readonly vantage: Vantage;
  /** When it was sent. */
  readonly at: Instant;
  readonly tookMs: number;
  readonly finding: Finding;
}

/**
 * What one vantage has to test in one round. A test has effects, so they take turns: rarely while all
 * is well, often while a chain is broken or a move waits for its proof. Nothing is kept of whose turn
 * it was, so a vantage that is missing costs one test and no more.
 */
export function chainsDue(
  { chains = [], vantages, policy: { roundMs } }: Watch,
  incident: Incident,
  { vantage, slot }: { readonly vantage: Vantage; readonly slot: Instant },
): readonly Chain[] {
  // Rounds out of turn are made for those who wait for one; the next in turn is never far.
  if (slot % roundMs !== 0) return [];
  return chains.filter((chain, at) => {
    const { paceMs, since } = paceOf(chain, incident);
    const turnAt = (ms: number) => Math.floor((ms - since) / paceMs);
    const turn = turnAt(slot);
    const isFirst = turnAt(slot - roundMs) < turn;
    return isFirst && vantages[(turn + at) % vantages.length] === vantage;
  });
}

function paceOf({ name, everyMs, againMs }: Chain, incident: Incident) {
  const isMoved = incident.stage === 'moving' && incident.movedAt !== undefined;
  // Of a move of the traffic alone no document is asked for.
  if (isMoved && incident.plan.trafficOnly === undefined) {
    return { paceMs: againMs, since: incident.movedAt };
  }
  const isKnown = incident.conditions.some(({ key }) => key === keyOf(name));
  return { paceMs: isKnown ? againMs : everyMs, since: 0 };
}

/** Of all chains, the newest first. */
export function testsIn(seen: Album, chains: readonly Chain[]): readonly ChainTest[] {
  return chains
    .flatMap(({ name: chain }) =>
      seen
        .about({ kind: 'chain', service: chain })
        .map(({ vantage, at, tookMs, finding }) => ({ chain, vantage, at, tookMs, finding })),
    )
    .toSorted((a, b) => b.at - a.at);
}

/** The last that was sent after `since` and taught something; else the last that taught nothing. */
function lastTest(
  tests: readonly ChainTest[],
  chain: ServiceName,
  since: number,
): ChainTest | undefined {
  const mine = tests.filter((test) => test.chain === chain && test.at > since);
  return mine.find(({ finding }) => finding.is !== 'unsure') ?? mine[0];
}

/** The chains that no document is known to have gone since then, and why, as sentences. */
export function unprovenChains(
  { chains = [] }: Watch,
  { tests = [] }: Picture,
  since: Instant,
): readonly string[] {
  return chains.flatMap(({ name }) => {
    const finding = lastTest(tests, name, since)?.finding;
    if (finding?.is === 'up') return [];
    return [`${name}: ${finding?.why ?? 'no test of it has ended since the last step'}`];
  });
}

/** The chains that a document is known to have gone since then, and how long it took. */
export function goneChains(
  { chains = [] }: Watch,
  { tests = [] }: Picture,
  since: Instant,
): readonly { readonly chain: ServiceName; readonly tookMs: number }[] {
  return chains.flatMap(({ name: chain }) => {
    const test = lastTest(tests, chain, since);
    return test?.finding.is === 'up' ? [{ chain, tookMs: test.tookMs }] : [];
  });
}

/** Told while it lasts: a chain may be broken though every service by itself is well. */
export function brokenChains({ tests = [] }: Drawn, { chains = [] }: Watch): readonly Condition[] {
  return chains.flatMap(({ name }): Condition[] => {
    const test = lastTest(tests, name, -1);
    if (test === undefined || test.finding.is === 'up') return [];
    const { is, why } = test.finding;
    const what = is === 'down' ? 'is broken' : 'cannot be tested';
    const text = `The whole chain ${name} ${what}: ${why} (sent from ${test.vantage})`;
    return [{ key: keyOf(name), sort: 'chain', text }];
  });
}

function keyOf(chain: ServiceName): string {
  return `chain:${chain}`;
}
