/** A kill switch in memory. */

import type { Brake } from '../../../core/ports.ts';

export type BrakeState = Awaited<ReturnType<Brake['read']>>;

export interface MemoryBrake extends Brake {
  set(state: BrakeState): void;
}

export function memoryBrake(): MemoryBrake {
  let state: BrakeState = { is: 'off' };
  return {
    read: async () => state,
    set(next) {
      state = next;
    },
  };
}
