/** The last readiness result of a watch, kept where the judge and the card find it. */

import type { WatchName } from '../../core/names.ts';
import type { Clock, Memory } from '../../core/ports.ts';
import {
  isStale,
  type KeptReadiness,
  type Preflight,
  type Readiness,
} from '../../core/readiness.ts';
import { withKnown } from '../../core/readiness-notes.ts';
import { preflightFrom, readinessFrom, textOf } from '../../core/readiness-text.ts';
import { took } from '../../core/telling/words.ts';
import { Trouble } from '../../core/trouble.ts';

/** Long after it is stale, so that its age can still be told. */
const keptMs = 30 * 86_400_000;

/** What could not be read this time keeps what was read of it before. */
export async function keep(readiness: Readiness, memory: Memory): Promise<void> {
  const before = readinessFrom(await memory.get(keyOf(readiness.watch)));
  await memory.put(keyOf(readiness.watch), textOf(withKnown(readiness, before)), keptMs);
}

/** What the judge's world has as `readiness`. */
export async function kept(watch: WatchName, memory: Memory): Promise<KeptReadiness> {
  const [found, proof] = await Promise.all([
    memory.get(keyOf(watch)),
    memory.get(preflightKeyOf(watch)),
  ]);
  const preflight = proof === undefined ? undefined : preflightFrom(proof);
  return withNewer(readinessFrom(found), preflight);
}

/** Failover proves itself at its own half hours: what it said since then counts. */
function withNewer(known: KeptReadiness, preflight: Preflight | undefined): KeptReadiness {
  if (known.is !== 'kept' || preflight === undefined) return known;
  const { readiness } = known;
  const had = readiness.preflight;
  // In a mode that moves nothing it is not asked, whatever it once said.
  if (had.is === 'unasked' || (had.is === 'told' && had.preflight.at >= preflight.at)) return known;
  return { is: 'kept', readiness: { ...readiness, preflight: { is: 'told', preflight } } };
}

/** What failover says of itself, left where readiness finds it: nobody else may call it. */
export async function keepPreflight(
  watch: WatchName,
  preflight: Preflight,
  memory: Memory,
): Promise<void> {
  await memory.put(preflightKeyOf(watch), textOf(preflight), keptMs);
}

/** What readiness has as `preflight`. Rejects with a `Trouble` where there is none worth believing. */
export async function keptPreflight(
  watch: WatchName,
  { memory, clock }: { readonly memory: Memory; readonly clock: Pick<Clock, 'now'> },
): Promise<Preflight> {
  const text = await memory.get(preflightKeyOf(watch));
  const preflight = text === undefined ? undefined : preflightFrom(text);
  if (preflight !== undefined && !isStale(preflight, clock.now())) return preflight;
  const why =
    preflight === undefined
      ? `it has left ${text === undefined ? 'no' : 'an unreadable'} result`
      : `its last result is ${took(clock.now() - preflight.at)} old`;
  throw new Trouble('preflight-missing', {
    message: `Cannot tell whether failover could act: ${why}`,
    next: 'See whether the failover function runs its preflight every half hour.',
  });
}

function keyOf(watch: WatchName): string {
  return `readiness/${watch}`;
}

function preflightKeyOf(watch: WatchName): string {
  return `preflight/${watch}`;
}
