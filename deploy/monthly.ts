/** A month, and how much of everything a watch file makes of it. */

import { sides } from '../core/names.ts';
import type { Watch } from '../core/watch.ts';

/** 730 hours. */
export const monthMs = 730 * 3_600_000;

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

export function roundsOf({ policy }: Watch): number {
  return monthMs / policy.roundMs;
}

export function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
