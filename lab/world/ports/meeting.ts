/** The way to a host and its doorstep: what a TLS connection meets before anything is answered. */

import { Unreachable } from '../../../core/kinds.ts';
import type { Phase } from '../../../core/observation.ts';
import type { Place, Treatment } from '../azure.ts';
import { aborted, fewMs, type Means, type Phases } from './means.ts';

/** What a peer that lets us in will do next. */
export type Welcome =
  | Extract<Treatment, { is: 'served' | 'status' }>
  | { readonly is: 'half open' };

export interface Met {
  readonly welcome: Welcome;
  /** Spent so far; the wait for the answer belongs to `request`. */
  readonly phases: Phases;
}

/** Where a client notices that a peer is silent or gone: each of the real ones has its own view. */
export interface View {
  readonly silent: Phase;
  readonly reset: Phase;
}

export const httpsView: View = { silent: 'secure', reset: 'secure' };
/** Azure's client does not tell its handshakes from the rest of the conversation. */
export const amqpView: View = { silent: 'request', reset: 'connect' };

/** Rejects with `Unreachable`, in the words the real adapters use. Dark means: taken, then silent. */
export async function meet(
  { world, clock, dice, network }: Means,
  places: readonly Place[],
  signal: AbortSignal,
  view: View = httpsView,
): Promise<Met> {
  const treatment = world.faults.treat([...places, network]);
  const phases: Phases = { resolve: fewMs(dice), connect: fewMs(dice) };
  const begun = clock.now();
  await clock.sleep((phases.resolve ?? 0) + (phases.connect ?? 0), signal);
  if (signal.aborted) throw new Unreachable('connect', 'timed out', phases);
  if (treatment.is === 'refused') throw new Unreachable('connect', 'refused', phases);

  if (treatment.is === 'silent' && !treatment.afterHeaders) {
    await aborted(signal);
    throw new Unreachable(view.silent, 'timed out', {
      ...phases,
      [view.silent]: clock.now() - begun,
    });
  }
  phases.secure = fewMs(dice);
  if (treatment.is === 'reset') throw new Unreachable(view.reset, 'connection reset', phases);
  if (treatment.is === 'badTls') {
    const why = 'certificate not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)';
    throw new Unreachable('secure', why, phases);
  }
  phases.request = fewMs(dice);
  await clock.sleep(phases.secure + phases.request, signal);
  if (signal.aborted) throw new Unreachable('request', 'timed out', phases);
  return { welcome: treatment.is === 'silent' ? { is: 'half open' } : treatment, phases };
}

/** A peer that takes its time: rejects when that is longer than we have. */
export async function waitFor(
  { clock }: Means,
  delayMs: number,
  phases: Phases,
  signal: AbortSignal,
): Promise<Phases> {
  const request = (phases.request ?? 0) + delayMs;
  if (delayMs > 0) await clock.sleep(delayMs, signal);
  if (signal.aborted) throw new Unreachable('request', 'timed out', { ...phases, request });
  return { ...phases, request };
}
