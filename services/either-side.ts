/** Turns workflows on and off on a side, of two that take turns or of two that both work. */

import { other, type Side } from '../core/names.ts';
import type { MovePhase, StepSpec, Way } from '../core/plan.ts';

/** What turns the workflows of a service. */
export interface Turner {
  /** A step kind whose settings say which workflows, and the `state` they are to have. */
  readonly kind: string;
  readonly chosen: (at: Side) => object;
}

/** Pollers that keep their own position would fetch everything once on each side. */
export function exclusive({ singleton }: { readonly singleton: boolean }) {
  return singleton
    ? {
        why: 'its workflows may never run on both sides at once',
        next: 'Write singleton: false if they may, or leave posture out.',
      }
    : undefined;
}

/**
 * Of two sides that work, one is taken out: last of all while it answers, so that nobody is led to
 * what is off.
 */
export function either(by: Turner, { move, mode, from }: Way): readonly StepSpec[] {
  const on = enabled(by, other(from));
  if (move === 'failback') return mode === 'planned' ? [on] : [];
  if (move !== 'failover') return [];
  return [on, disabled(by, from, mode === 'planned' ? 'restore' : 'fence')];
}

export function disabled({ kind, chosen }: Turner, from: Side, phase: MovePhase): StepSpec {
  const settings = { ...chosen(from), state: 'Disabled' };
  return { name: `disable-${from}`, kind, phase, settings };
}

export function enabled({ kind, chosen }: Turner, to: Side): StepSpec {
  const settings = { ...chosen(to), state: 'Enabled' };
  return { name: `enable-${to}`, kind, phase: 'receivers', settings };
}
