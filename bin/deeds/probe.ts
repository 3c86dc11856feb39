/** `farwatch probe`: asks every probe of a watch once, from here, and tells what it learnt. */

import { netFor } from '../../adapters/azure/account.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import { probeKinds } from '../../config/kinds.ts';
import type { Side, Vantage } from '../../core/names.ts';
import type { Look, Observation } from '../../core/observation.ts';
import type { Watch } from '../../core/watch.ts';
import { type ProbeWorld, probe as probeOnce } from '../../lambdas/probe/probe.ts';
import { testChain } from '../../lambdas/probe/test-chain.ts';
import { type Exit, exits } from '../exit.ts';
import { keysOf, lookingFrom } from '../logins.ts';
import { complain, print, printJson, styled, verdictMark } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';
import { secretsFor } from '../secrets-needed.ts';

export interface ProbeOptions {
  readonly watch?: string;
  readonly active: Side;
  readonly chains?: boolean;
  readonly json?: boolean;
}

export async function probe(file: string, options: ProbeOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const watch = watchIn(estate, options.watch);
  const secrets = await secretsFor(watch, keysOf(estate.azure, ['look']));
  const net = await netFor(lookingFrom(estate.azure), secrets);
  if (!options.json) complain(`Asking; a silent peer takes ${watch.policy.timeoutMs / 1000} s.`);
  const looks: Look[] = [];
  const active = Object.fromEntries(watch.services.map((s) => [s.name, options.active]));
  const world: ProbeWorld = {
    clock: wallClock,
    net,
    sightings: { record: async (_, look) => void looks.push(look), since: async () => looks },
    vantage: 'here' as Vantage,
    kinds: probeKinds,
    lagMs: eventLoopLag(),
  };
  const slot = wallClock.now();
  const chains = options.chains ? (watch.chains ?? []) : [];
  await Promise.all([
    probeOnce(watch, active, slot, world),
    ...chains.map((chain) => testChain(watch, chain, slot, world)),
  ]);
  const seen = latest(looks);
  if (options.json) printJson(seen);
  else show(seen, watch);
  return exitOf(seen);
}

/** What was asked again counts as it was answered last. */
function latest(looks: readonly Look[]): readonly Observation[] {
  const last = new Map(looks.flatMap((l) => l.observations.map((o) => [o.probe, o] as const)));
  return [...last.values()];
}

function exitOf(seen: readonly Observation[]): Exit {
  if (seen.some((o) => o.finding.is === 'down')) return exits.failed;
  return seen.some((o) => o.finding.is === 'unsure') ? exits.unsure : exits.fine;
}

function show(seen: readonly Observation[], watch: Watch): void {
  const width = Math.max(...seen.map((o) => o.probe.length));
  for (const { probe: name, finding, tookMs, phases, measures, points } of seen) {
    const spent = Object.entries(phases).map(([phase, ms]) => `${phase} ${Math.round(ms)}`);
    const learnt = Object.entries(measures ?? {}).map(([key, value]) => `${key} ${value}`);
    const why =
      finding.is === 'up'
        ? ''
        : finding.is === 'down'
          ? `${finding.phase}: ${finding.why}`
          : `${finding.whose === 'ours' ? 'our own fault: ' : ''}${finding.why}`;
    const leads = points === undefined ? '' : `leads to ${watch.regions[points]}`;
    const more = [why, leads, ...learnt, `${tookMs} ms`, ...spent].filter((text) => text !== '');
    print(`${verdictMark(finding.is)} ${name.padEnd(width)}  ${styled('dim', more.join(' · '))}`);
  }
}
