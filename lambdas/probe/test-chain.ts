/** Sends one test document through a whole chain, and records whether it was found at the end. */

import type { Instant } from '../../core/names.ts';
import type { Observation } from '../../core/observation.ts';
import { took } from '../../core/telling/words.ts';
import type { Chain, Watch } from '../../core/watch.ts';
import { askOf, observe, type ProbeWorld } from './probe.ts';

/** The first pass that no round makes: see `Look`. */
const firstPass = 4;

/**
 * Recorded under the round in which it was begun, because what is known of the vantage's own sight is
 * known of that. `leftMs`: how long we may take at all.
 */
export async function testChain(
  watch: Watch,
  chain: Chain,
  slot: Instant,
  world: ProbeWorld,
  leftMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { clock, vantage, sightings } = world;
  const began = clock.now();
  const { name: service, probe: spec, withinMs } = chain;
  const subject = { kind: 'chain', service } as const;
  const ask = askOf(subject, spec);
  const seen: Observation =
    leftMs < withinMs
      ? {
          probe: ask.probe,
          subject,
          vantage,
          at: began,
          tookMs: 0,
          phases: {},
          finding: tooShort(leftMs, withinMs),
        }
      : measured(await observe(ask, withinMs, world));
  const at = (watch.chains ?? []).findIndex(({ name }) => name === service);
  const pass = firstPass + Math.max(0, at);
  const lagMs = world.lagMs(began);
  await sightings.record(watch.name, { vantage, slot, pass, observations: [seen], lagMs });
}

function measured(seen: Observation): Observation {
  if (seen.finding.is !== 'up') return seen;
  return { ...seen, measures: { ...seen.measures, chainMs: seen.tookMs } };
}

/** Whoever is ended before the document may have arrived cannot say that it has not. */
function tooShort(leftMs: number, withinMs: number) {
  const why = `a document may take ${took(withinMs)}, and this function ends in ${took(leftMs)}: deploy it again`;
  return { is: 'unsure', whose: 'ours', why } as const;
}
